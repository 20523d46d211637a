// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What pipeline.yaml says of messages that the job {@code land} takes from Kafka.
 *
 * @param topics their names
 * @param valueFormat how the values of messages are written
 * @param servers {@code host:port} of some brokers; empty where the settings have them
 * @param settings a properties file with further settings of Kafka's clients
 * @param start where a topic begins of which nothing has landed yet
 * @param messagesPerBatch the most offsets that one plan takes
 */
public record KafkaOptions(
    List<String> topics,
    ValueFormat valueFormat,
    Optional<String> servers,
    Optional<String> settings,
    Start start,
    int messagesPerBatch)
    implements FormatOptions, Serializable {
  static final List<String> KEYS =
      List.of(
          "topics",
          "value-format",
          "bootstrap-servers",
          "settings",
          "starting-offsets",
          "messages-per-batch");

  private static final String EXTRA_COLUMNS = "extra-columns";

  /** The column that a value in the format {@code text} has. */
  public static final String VALUE = "value";

  public static final String KEY = "_key";
  public static final String TIMESTAMP = "_timestamp";
  public static final String HEADERS = "_headers";
  public static final String TOPIC = "_topic";
  public static final String PARTITION = "_partition";
  public static final String OFFSET = "_offset";

  /** Columns of a schema that hold what a message has besides its value, and their types. */
  private static final Map<String, DataType> METADATA = metadata();

  private static final int MESSAGES_PER_BATCH = 1_000_000;

  /** Names of files have the topic's in them, and 255 bytes at most. */
  private static final int LONGEST_TOPIC = 150;

  static final AllowedValue<String> TOPIC_NAME =
      AllowedValue.text(
          "names of topics, of up to %d letters, digits, dots, dashes and underscores, none of which begins with . or _"
              .formatted(LONGEST_TOPIC),
          Pattern.compile("[a-zA-Z0-9-][a-zA-Z0-9._-]{0,%d}".formatted(LONGEST_TOPIC - 1))
              .asMatchPredicate());

  static final AllowedValue<String> SERVERS =
      AllowedValue.text(
          "host:port, several with commas between them",
          Pattern.compile("[^\\s,]+:\\d{1,5}(\\s*,\\s*[^\\s,]+:\\d{1,5})*").asMatchPredicate());

  static final AllowedValue<String> SETTINGS =
      AllowedValue.text(
          "the whole path of a properties file, beginning with /", path -> path.startsWith("/"));

  /** How the values of messages are written. */
  public enum ValueFormat {
    /** Each is an object, of which the schema has the fields. */
    JSON,
    /** Each is the text of the column {@link #VALUE}. */
    TEXT
  }

  /** Where a topic begins. */
  public enum Start {
    EARLIEST,
    LATEST
  }

  public KafkaOptions {
    topics = List.copyOf(topics);
  }

  private static Map<String, DataType> metadata() {
    Map<String, DataType> types = new LinkedHashMap<>();
    types.put(KEY, DataTypes.StringType);
    types.put(TIMESTAMP, DataTypes.LongType);
    types.put(
        HEADERS,
        DataTypes.createArrayType(
            new StructType().add("key", DataTypes.StringType).add("value", DataTypes.StringType)));
    types.put(TOPIC, DataTypes.StringType);
    types.put(PARTITION, DataTypes.IntegerType);
    types.put(OFFSET, DataTypes.LongType);
    return types;
  }

  static Optional<KafkaOptions> read(Section source) {
    source.section("options", List.of());
    var topics = source.requiredList("topics", TOPIC_NAME);
    var valueFormat =
        source.or("value-format", ValueFormat.JSON, AllowedValue.oneOf(ValueFormat.class));
    if (valueFormat.equals(Optional.of(ValueFormat.TEXT)) && source.has(EXTRA_COLUMNS)) {
      source.refuse(EXTRA_COLUMNS, "the key", "none with value-format: text");
    }
    var servers = source.optional("bootstrap-servers", SERVERS);
    var settings = source.optional("settings", SETTINGS);
    var start = source.or("starting-offsets", Start.EARLIEST, AllowedValue.oneOf(Start.class));
    var messages =
        source.or("messages-per-batch", MESSAGES_PER_BATCH, AllowedValue.POSITIVE_NUMBER);
    return source.built(
        () ->
            new KafkaOptions(
                topics.get(), valueFormat.get(), servers, settings, start.get(), messages.get()));
  }

  /** Tells whether a column holds what a message has besides its value. */
  public static boolean isMetadata(String column) {
    return METADATA.containsKey(column);
  }

  @Override
  public void requireFit(StructType schema) {
    for (StructField field : schema.fields()) {
      DataType type = METADATA.get(field.name());
      if (type != null && !type.sql().equals(field.dataType().asNullable().sql())) {
        throw new IllegalArgumentException(
            "found the column %s of type %s; allowed: %s"
                .formatted(field.name(), field.dataType().sql(), type.sql()));
      }
      boolean isValue = field.name().equals(VALUE) && field.dataType().equals(DataTypes.StringType);
      if (valueFormat == ValueFormat.TEXT && type == null && !isValue) {
        throw new IllegalArgumentException(
            "found the column %s; allowed where value-format is text: value STRING, %s"
                .formatted(field.name(), String.join(", ", METADATA.keySet())));
      }
    }
  }

  /** What decides which values a record has: where messages come from doesn't. */
  @Override
  public String toString() {
    return "KafkaOptions[valueFormat=%s]".formatted(valueFormat.name().toLowerCase(Locale.ROOT));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import io.sluice.testing.KafkaBroker;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** A pipeline whose messages come from topics of its own, and what has landed of them. */
public final class Messages {
  public static final String YAML =
      """
      source:
        format: kafka
        topics: [TOPICS]
        bootstrap-servers: SERVERS
        schema: |
          id STRING NOT NULL,
          amount DECIMAL(10,2),
          sold_at TIMESTAMP NOT NULL,
          _topic STRING,
          _partition INT,
          _offset BIGINT,
          _timestamp BIGINT,
          _key STRING,
          _headers ARRAY<STRUCT<key: STRING, value: STRING>>
      table: sales
      key: [id]
      event-date: sold_date
      gate: {max-quarantined-ratio: 1}
      """;

  private final Path root;
  private final PipelineFolder pipeline;
  private final Workspace workspace;

  /**
   * @param root an empty folder
   * @param servers addresses of brokers
   */
  public Messages(Path root, String servers, String... topics) {
    this.root = root;
    this.pipeline =
        new PipelineFolder(root.resolve("sql"))
            .write(
                "pipeline.yaml",
                YAML.replace("TOPICS", String.join(", ", topics)).replace("SERVERS", servers))
            .write("rules.sql", "select amount > 0 as amount_is_positive from source")
            .write(
                "transformations.sql",
                """
                select
                    id, amount, to_date(sold_at) as sold_date,
                    concat_ws('/', _topic, _partition, _offset, _key, _timestamp) as origin,
                    to_json(_headers) as headers
                from source
                """);
    this.workspace = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
  }

  public Workspace workspace() {
    return workspace;
  }

  public PipelineFolder pipeline() {
    return pipeline;
  }

  public Path root() {
    return root;
  }

  /** A sale as a message's value. */
  public static String sale(String id, String amount) {
    return "{\"id\":\"%s\",\"amount\":%s,\"sold_at\":\"2026-01-05 10:00:00\"}"
        .formatted(id, amount);
  }

  /** Sales of one partition, with ids that count up from a number. */
  public static List<KafkaBroker.Message> sales(String topic, int partition, int first, int count) {
    List<KafkaBroker.Message> sales = new ArrayList<>();
    for (int i = first; i < first + count; i++) {
      String id = topic + partition + "-" + i;
      sales.add(new KafkaBroker.Message(topic, partition, "k" + i, sale(id, "1.5")));
    }
    return sales;
  }

  /** The names of files that are in landing/ under a name that is taken. */
  public List<String> files() {
    try (Stream<Path> files = Files.list(workspace.in("landing"))) {
      return new TreeSet<>(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.startsWith("."))
                  .toList())
          .stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every message in a file of landing/ or archive/, as text, in order. */
  public List<String> landed() {
    List<String> paths = new ArrayList<>();
    for (String folder : List.of("landing", "archive")) {
      if (Files.exists(workspace.in(folder))) {
        try (Stream<Path> files = Files.walk(workspace.in(folder))) {
          files
              .filter(file -> file.getFileName().toString().matches("[^.].*\\.parquet"))
              .forEach(file -> paths.add(file.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    if (paths.isEmpty()) {
      return List.of();
    }
    return SparkSessionExtension.spark()
        .read()
        .parquet(paths.toArray(String[]::new))
        .selectExpr("topic", "partition", "cast(key as string)", "cast(value as string)")
        .collectAsList()
        .stream()
        .map(Messages::text)
        .sorted()
        .toList();
  }

  private static String text(Row row) {
    return row.mkString(" ");
  }

  /** Sent messages as {@link #landed} shows them. */
  public static List<String> shown(List<KafkaBroker.Message> sent) {
    return sent.stream()
        .map(
            message ->
                "%s %d %s %s"
                    .formatted(
                        message.topic(),
                        message.partition(),
                        message.key(),
                        message.value() == null
                            ? null
                            : new String(message.value(), java.nio.charset.StandardCharsets.UTF_8)))
        .sorted()
        .toList();
  }
}

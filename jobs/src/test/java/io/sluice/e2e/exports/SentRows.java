// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.testing.CompactedTopic;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Rows of a topic and of a table, both as texts by column, and by the text of their key. */
final class SentRows {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX").withZone(ZoneOffset.UTC);

  private SentRows() {}

  /** What a reader has that keeps the newest message of each key. */
  static SortedMap<String, Map<String, String>> of(CompactedTopic topic) throws IOException {
    SortedMap<String, Map<String, String>> rows = new TreeMap<>();
    for (Map.Entry<String, String> row : topic.rows().entrySet()) {
      rows.put(texts(row.getKey()).toString(), texts(row.getValue()));
    }
    return rows;
  }

  /** Texts such as {@code a, b-}, where a key has a new value and another one none any more. */
  static List<String> keys(List<ConsumerRecord<String, String>> messages) throws IOException {
    List<String> keys = new ArrayList<>();
    for (ConsumerRecord<String, String> message : messages) {
      String key = String.join("/", texts(message.key()).values());
      keys.add(message.value() == null ? key + "-" : key);
    }
    return keys.stream().sorted().toList();
  }

  private static Map<String, String> texts(String json) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
      texts.put(field.getKey(), field.getValue().isNull() ? null : field.getValue().asText());
    }
    return texts;
  }

  /**
   * What it has to have by the rows of a table.
   *
   * @param key the columns that tell rows apart
   */
  static SortedMap<String, Map<String, String>> of(List<Map<String, Object>> table, String... key) {
    SortedMap<String, Map<String, String>> rows = new TreeMap<>();
    for (Map<String, Object> row : table) {
      Map<String, String> texts = new TreeMap<>();
      row.forEach((column, value) -> texts.put(column, text(value)));
      Map<String, String> keys = new TreeMap<>();
      for (String column : key) {
        keys.put(column, texts.get(column));
      }
      rows.put(keys.toString(), texts);
    }
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof Instant time) {
      return TIME.format(time);
    } else if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value == null ? null : value.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.Workspace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What became of each file, told from the tables in a form that people can write down. */
final class Fates {
  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());
  private static final int MAX_LENGTH = 200;

  private static final BitSet INVISIBLE = new BitSet();

  static {
    INVISIBLE.set(Character.CONTROL);
    INVISIBLE.set(Character.FORMAT);
    INVISIBLE.set(Character.LINE_SEPARATOR);
    INVISIBLE.set(Character.PARAGRAPH_SEPARATOR);
  }

  /** Columns that say how a row came in, not what it is. */
  private static final Set<String> OF_ENGINE =
      Set.of("source_file", "record_hash", "processed_timestamp", "event_date");

  private Fates() {}

  /**
   * By file {@code rejected} with the reason, or {@code rows} with all counts, and where there are
   * such the rows that were {@code accepted} and {@code quarantined}.
   */
  static Map<String, Object> of(Workspace workspace) {
    Map<String, Object> fates = new TreeMap<>();
    for (Map<String, Object> file : workspace.table("files")) {
      Map<String, Object> fate = new TreeMap<>();
      if (file.get("status").equals("rejected")) {
        fate.put("rejected", file.get("reason"));
      } else {
        fate.put(
            "rows",
            "%s read, %s written, %s duplicate, %s quarantined, %s lines ignored"
                .formatted(
                    file.get("rows_read"),
                    file.get("rows_written"),
                    file.get("rows_duplicate"),
                    file.get("rows_quarantined"),
                    file.get("lines_ignored")));
      }
      fates.put((String) file.get("path"), fate);
    }
    for (Map<String, Object> row : workspace.table("accepted")) {
      Map<String, Object> values = new TreeMap<>(row);
      values.keySet().removeAll(OF_ENGINE);
      add(fates, row.get("source_file"), "accepted", shown(values));
    }
    for (Map<String, Object> row : workspace.table("quarantine")) {
      add(fates, row.get("file"), "quarantined", codes(row) + " " + record(row));
    }
    return fates;
  }

  @SuppressWarnings("unchecked") // made above
  private static void add(Map<String, Object> fates, Object file, String what, String row) {
    Map<String, Object> fate = (Map<String, Object>) fates.get(file);
    List<String> rows = new ArrayList<>((List<String>) fate.getOrDefault(what, List.of()));
    rows.add(escaped(shortened(row)));
    fate.put(what, rows.stream().sorted().toList());
  }

  private static String codes(Map<String, Object> row) {
    return ((List<?>) row.get("reasons"))
        .stream()
            .map(reason -> String.valueOf(((Map<?, ?>) reason).get("code")))
            .collect(Collectors.joining(", ", "[", "]"));
  }

  /** The line as it was, or the values that aren't null. */
  private static String record(Map<String, Object> row) {
    String record = (String) row.get("record");
    try {
      JsonNode json = record.startsWith("{") ? JSON.readTree(record) : null;
      if (json == null) {
        return record;
      }
      Iterable<Map.Entry<String, JsonNode>> fields = json::fields;
      return StreamSupport.stream(fields.spliterator(), false)
          .filter(field -> !field.getValue().isNull())
          .map(field -> field.getKey() + "=" + text(field.getValue()))
          .collect(Collectors.joining(", "));
    } catch (JsonProcessingException e) {
      return record; // a line of JSON that is cut off
    }
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  private static String shown(Map<String, Object> values) {
    return values.entrySet().stream()
        .filter(value -> value.getValue() != null)
        .map(value -> value.getKey() + "=" + value.getValue())
        .collect(Collectors.joining(", "));
  }

  /** What can't be seen in a text, as its number. */
  private static String escaped(String text) {
    return text.codePoints()
        .mapToObj(
            c ->
                INVISIBLE.get(Character.getType(c))
                    ? "\\u%04x".formatted(c)
                    : Character.toString(c))
        .collect(Collectors.joining());
  }

  private static String shortened(String text) {
    return text.length() <= MAX_LENGTH
        ? text
        : text.substring(0, MAX_LENGTH) + "… (" + text.length() + " characters)";
  }
}

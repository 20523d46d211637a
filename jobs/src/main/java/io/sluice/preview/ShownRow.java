// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.spark.NestedText;
import io.sluice.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Values of a row as they may be shown: personal ones are hidden.
 *
 * @param texts by column, null where there is no value
 * @param json the same with numbers as numbers
 */
record ShownRow(List<String> texts, ObjectNode json) {
  static final String HIDDEN = "(hidden: personal)";

  private static final Map<String, String> JSON =
      Map.of(
          "ignoreNullFields", "false",
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

  /**
   * Evaluates rows.
   *
   * @param columns those to show
   * @param number the column with the number of each row's record
   * @param hidden the names of columns whose values must not show
   * @return the rows of each record
   */
  static Map<Long, List<ShownRow>> byRecord(
      Dataset<Row> rows, List<String> columns, String number, Set<String> hidden) {
    List<Column> wanted =
        new ArrayList<>(List.of(col(number), to_json(struct(named(columns)), JSON)));
    columns.forEach(column -> wanted.add(NestedText.text(rows.schema().apply(column))));
    Map<Long, List<ShownRow>> found = new TreeMap<>();
    for (Row row : rows.select(wanted.toArray(Column[]::new)).collectAsList()) {
      ObjectNode json = (ObjectNode) Json.exact(row.getString(1));
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        boolean isHidden = hidden.contains(columns.get(i)) && !row.isNullAt(i + 2);
        texts.add(isHidden ? HIDDEN : row.getString(i + 2));
        if (isHidden) {
          json.put(columns.get(i), HIDDEN);
        }
      }
      found
          .computeIfAbsent(row.getLong(0), key -> new ArrayList<>())
          .add(new ShownRow(texts, json));
    }
    return found;
  }
}

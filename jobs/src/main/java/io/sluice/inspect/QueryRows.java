// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.sluice.spark.NestedText;
import io.sluice.text.Escaped;
import io.sluice.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * The first rows of a query.
 *
 * @param columns their names, of which two may be the same
 * @param texts each row's values as text, null where there is none
 * @param objects each row as JSON
 * @param areAll whether the query has no more
 */
record QueryRows(
    List<String> columns, List<List<String>> texts, List<String> objects, boolean areAll) {
  private static final String NULL = "null";

  static QueryRows of(Dataset<Row> result, int limit) {
    String[] names = result.columns();
    // Columns of a join may have the same name, and can't be asked for by it.
    String[] numbered =
        IntStream.range(0, names.length).mapToObj(i -> "c" + i).toArray(String[]::new);
    Dataset<Row> rows = result.toDF(numbered);
    List<Column> wanted = new ArrayList<>();
    List<Column> named = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      StructField field = rows.schema().fields()[i];
      wanted.add(NestedText.text(field));
      named.add(col(field.name()).as(names[i]));
    }
    wanted.add(
        to_json(
            struct(named.toArray(Column[]::new)),
            Map.of(
                "ignoreNullFields", "false",
                "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX")));
    List<Row> found = rows.select(wanted.toArray(Column[]::new)).limit(limit + 1).collectAsList();
    List<List<String>> texts = new ArrayList<>();
    List<String> objects = new ArrayList<>();
    for (Row row : found.subList(0, Math.min(limit, found.size()))) {
      texts.add(IntStream.range(0, names.length).mapToObj(row::getString).toList());
      objects.add(row.getString(names.length));
    }
    return new QueryRows(List.of(names), texts, objects, found.size() <= limit);
  }

  int size() {
    return texts.size();
  }

  /** For a terminal: values are shortened, and nothing in them moves the cursor. */
  List<String> table() {
    TextTable table = new TextTable(columns.stream().map(Escaped::plain).toArray(String[]::new));
    texts.forEach(
        row ->
            table.add(
                row.stream()
                    .map(value -> value == null ? NULL : Escaped.plain(value))
                    .toArray(String[]::new)));
    return table.lines();
  }

  String csv() {
    return line(columns) + texts.stream().map(QueryRows::line).collect(Collectors.joining());
  }

  String json() {
    return objects.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", objects) + "\n]\n";
  }

  private static String line(List<String> values) {
    return values.stream().map(QueryRows::cell).collect(Collectors.joining(",", "", "\n"));
  }

  private static String cell(String value) {
    if (value == null) {
      return "";
    }
    boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
  }
}

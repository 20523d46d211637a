// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.sluice.spark.NestedText;
import io.sluice.text.Escaped;
import io.sluice.text.TextTable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Rows of a query as they are printed, one after the other: no more of them than a partition are in
 * memory.
 *
 * @param columns their names, of which two may be the same
 * @param rows each row's values as text, null where there is none, and then the row as JSON
 */
record QueryRows(List<String> columns, Iterator<Row> rows) {
  private static final String NULL = "null";

  /**
   * Evaluates a query.
   *
   * @param most how many rows are wanted; one more is there to be read where the query has more
   */
  static QueryRows of(Dataset<Row> result, long most) {
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
    Dataset<Row> texts = rows.select(wanted.toArray(Column[]::new));
    // A limit lets Spark stop early, but brings all rows into one partition.
    return new QueryRows(
        List.of(names),
        most < QueryRun.MOST_OF_A_TABLE
            ? texts.limit((int) most + 1).collectAsList().iterator()
            : texts.toLocalIterator());
  }

  /** Prints up to so many rows for a person: values are shortened, nothing moves the cursor. */
  long printTable(long most, Consumer<List<String>> lines) {
    TextTable table = new TextTable(columns.stream().map(Escaped::plain).toArray(String[]::new));
    long printed =
        each(
            most,
            row ->
                table.add(
                    texts(row).stream()
                        .map(value -> value == null ? NULL : Escaped.plain(value))
                        .toArray(String[]::new)));
    lines.accept(table.lines());
    return printed;
  }

  /** Prints up to so many rows as CSV, under a header. */
  long printCsv(long most, Consumer<String> text) {
    text.accept(line(columns));
    return each(most, row -> text.accept(line(texts(row))));
  }

  /** Prints up to so many rows as a JSON array. */
  long printJson(long most, Consumer<String> text) {
    text.accept("[");
    String[] separator = {"\n"};
    long printed =
        each(
            most,
            row -> {
              text.accept(separator[0] + row.getString(columns.size()));
              separator[0] = ",\n";
            });
    text.accept(printed == 0 ? "]\n" : "\n]\n");
    return printed;
  }

  /** Returns whether there are rows that weren't printed. */
  boolean hasMore() {
    return rows.hasNext();
  }

  private long each(long most, Consumer<Row> print) {
    long printed = 0;
    for (; printed < most && rows.hasNext(); printed++) {
      print.accept(rows.next());
    }
    return printed;
  }

  private List<String> texts(Row row) {
    return IntStream.range(0, columns.size()).mapToObj(row::getString).toList();
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

// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.NamedColumns.named;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Rows as people write them down. */
public final class RowTexts {
  private RowTexts() {}

  /** These columns of every row as text; null is none. */
  public static List<List<String>> of(Dataset<Row> rows, List<String> columns) {
    Column[] wanted = columns.stream().map(name -> named(rows, name)).toArray(Column[]::new);
    return of(DriverRows.of(rows.select(wanted)), columns);
  }

  /** The same of rows that the driver has. */
  public static List<List<String>> of(DriverRows rows, List<String> columns) {
    List<Column> texts =
        columns.stream()
            .map(name -> NestedText.text(rows.column(name), rows.schema().apply(name).dataType()))
            .toList();
    List<List<String>> found = new ArrayList<>();
    for (InternalRow row : rows.select(columns, texts).rows()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.numFields(); i++) {
        values.add(row.isNullAt(i) ? null : row.getUTF8String(i).toString());
      }
      found.add(values);
    }
    return found;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows as people write them down. */
public final class RowTexts {
  private RowTexts() {}

  /** These columns of every row as text, nothing and the empty text alike as null. */
  public static List<List<String>> of(Dataset<Row> rows, List<String> columns) {
    Column[] texts =
        columns.stream()
            .map(column -> NestedText.text(rows.schema().apply(column)))
            .toArray(Column[]::new);
    List<List<String>> found = new ArrayList<>();
    for (Row row : rows.select(texts).collectAsList()) {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.isNullAt(i) || row.getString(i).isEmpty() ? null : row.getString(i));
      }
      found.add(values);
    }
    return found;
  }
}

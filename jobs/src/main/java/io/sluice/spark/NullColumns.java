// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Rows from before some columns, with nulls in these. */
public final class NullColumns {
  private NullColumns() {}

  /**
   * Rows with at least some columns: those that they lack come last, and are null.
   *
   * @param wanted by name; where the rows have one already, of any type, it stays
   */
  public static Dataset<Row> added(Dataset<Row> rows, StructType wanted) {
    List<String> known = Arrays.asList(rows.columns());
    List<Column> columns = new ArrayList<>();
    known.forEach(name -> columns.add(named(name)));
    for (StructField field : wanted.fields()) {
      if (!known.contains(field.name())) {
        columns.add(lit(null).cast(field.dataType().asNullable()).as(field.name()));
      }
    }
    return columns.size() == known.size() ? rows : rows.select(columns.toArray(Column[]::new));
  }
}

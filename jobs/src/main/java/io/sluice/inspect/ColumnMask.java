// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.when;

import io.sluice.pipeline.Relations;
import io.sluice.spark.NestedText;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Hides personal columns from a query, by their names. Equal values stay equal within one query, so
 * that counts, groups and joins are right; what stands for a value is another each time.
 */
final class ColumnMask {
  private static final int SHA_BITS = 256;
  private static final int DIGITS = 12;
  private static final String RECORD = "record";

  private final Set<String> columns;
  private final String salt = UUID.randomUUID().toString();

  ColumnMask(Set<String> columns) {
    this.columns = columns;
  }

  Dataset<Row> hidden(String relation, Dataset<Row> rows) {
    Dataset<Row> hidden = rows;
    for (StructField field : rows.schema().fields()) {
      // A quarantined record holds every column's raw value.
      boolean holdsAll = relation.equals(Relations.QUARANTINE) && field.name().equals(RECORD);
      if (columns.contains(field.name()) || (holdsAll && !columns.isEmpty())) {
        hidden = hidden.withColumn(field.name(), standIn(field));
      }
    }
    return hidden;
  }

  private Column standIn(StructField field) {
    Column salted = concat(lit(salt), NestedText.text(field));
    Column digits = substring(sha2(salted.cast("binary"), SHA_BITS), 1, DIGITS);
    return when(
        named(field.name()).isNotNull(), concat(lit("(hidden: personal "), digits, lit(")")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Fingerprint of rows, regardless of their order and files.
 *
 * @param hash the sum of the rows' hashes, modulo 2^64
 */
record Fingerprint(long rows, long hash) {
  /**
   * @param schema the columns that count
   */
  static Fingerprint of(Dataset<Row> rows, StructType schema) {
    List<Column> values = new ArrayList<>();
    for (StructField field : schema.fields()) {
      Column column = named(field.name());
      // Spark hashes no maps, and passes over nulls: without the flag, a null and the value beside
      // it could change places.
      values.add(
          field.dataType().catalogString().contains("map<") ? to_json(struct(column)) : column);
      values.add(column.isNull());
    }
    // Numbers this large add up without overflow; the lowest 64 bits of the sum are taken.
    Column hash = xxhash64(values.toArray(Column[]::new)).cast("decimal(38,0)");
    Row found = rows.agg(count(lit(1)), sum(hash)).first();
    return new Fingerprint(
        found.getLong(0), found.isNullAt(1) ? 0 : found.getDecimal(1).toBigInteger().longValue());
  }
}

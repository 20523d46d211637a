// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import static io.sluice.relation.QuarantineTable.ID;
import static io.sluice.relation.QuarantineTable.REASONS;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.min;

import io.sluice.relation.QuarantineTable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reasons of a batch's quarantined records.
 *
 * @param records by reason code; a record counts once for each of its codes
 * @param samples one message by reason code; personal values are hidden in it
 */
public record QuarantineReasons(Map<String, Long> records, Map<String, String> samples) {
  public static final QuarantineReasons NONE = new QuarantineReasons(Map.of(), Map.of());

  /**
   * @param quarantined rows of the relation quarantine
   */
  public static QuarantineReasons of(Dataset<Row> quarantined) {
    Map<String, Long> records = new TreeMap<>();
    Map<String, String> samples = new TreeMap<>();
    quarantined
        .select(col(ID), explode(col(REASONS)).as("reason"))
        .groupBy(QuarantineTable.kind(col("reason.code")).as("code"))
        .agg(countDistinct(ID), min("reason.message"))
        .collectAsList()
        .forEach(
            row -> {
              records.put(row.getString(0), row.getLong(1));
              samples.put(row.getString(0), row.getString(2));
            });
    return new QuarantineReasons(records, samples);
  }
}

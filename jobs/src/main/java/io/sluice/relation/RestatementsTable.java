// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import io.sluice.change.LogState;
import io.sluice.pipeline.Relations;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The relation {@code restatements}: a receipt for each date of an aggregation that had been
 * published before, and that a run has changed.
 */
public final class RestatementsTable {
  /** Sums are texts: DECIMAL columns have many scales, and each sum is exact. */
  public static final TableLayout LAYOUT =
      new TableLayout(
          StructType.fromDDL(
              "relation STRING, event_date DATE, run_id STRING, rows_old BIGINT, rows_new BIGINT,"
                  + " sums ARRAY<STRUCT<`column`: STRING, old: STRING, new: STRING>>,"
                  + " files ARRAY<STRING>, restated_at TIMESTAMP"),
          List.of());

  private RestatementsTable() {}

  /** All receipts up to a state; none where nothing was restated yet. */
  public static Dataset<Row> read(Tables tables, LogState state) {
    return state
        .version(Relations.RESTATEMENTS)
        .map(version -> tables.table(Relations.RESTATEMENTS).read(version))
        .orElseGet(() -> tables.spark().createDataFrame(List.of(), LAYOUT.schema()));
  }
}

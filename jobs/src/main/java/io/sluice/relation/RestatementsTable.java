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
  public static final String RELATION = "relation";
  public static final String EVENT_DATE = "event_date";
  public static final String RUN_ID = "run_id";
  public static final String ROWS_OLD = "rows_old";
  public static final String ROWS_NEW = "rows_new";
  public static final String FILES = "files";
  public static final String RESTATED_AT = "restated_at";

  /** Texts: DECIMAL columns have many scales, and each sum is exact. */
  public static final String SUMS = "sums";

  public static final TableLayout LAYOUT =
      new TableLayout(
          new StructType()
              .add(RELATION, "STRING")
              .add(EVENT_DATE, "DATE")
              .add(RUN_ID, "STRING")
              .add(ROWS_OLD, "BIGINT")
              .add(ROWS_NEW, "BIGINT")
              .add(SUMS, "ARRAY<STRUCT<`column`: STRING, old: STRING, new: STRING>>")
              .add(FILES, "ARRAY<STRING>")
              .add(RESTATED_AT, "TIMESTAMP"),
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

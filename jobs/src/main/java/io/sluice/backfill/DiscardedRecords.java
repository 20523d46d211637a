// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static io.sluice.relation.QuarantineTable.REASONS;
import static io.sluice.relation.QuarantineTable.RECORD;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dense_rank;
import static org.apache.spark.sql.functions.first;

import io.sluice.relation.QuarantineTable;
import io.sluice.spark.CachedRows;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Quarantined records that a person gave up: regardless of today's rules, they stay where they are.
 *
 * @param rows of quarantine
 * @param ids the {@code id} that each has by today's schema
 * @param any whether there are any
 */
record DiscardedRecords(Dataset<Row> rows, Dataset<Row> ids, boolean any) {
  private static final String[] BY_ID = {ID};
  private static final String[] SAME = {BATCH, FILE, RECORD};

  static DiscardedRecords of(Dataset<Row> rows) {
    return new DiscardedRecords(rows, rows.select(ID).distinct(), !rows.isEmpty());
  }

  /** The same for records that another schema may have written. */
  static DiscardedRecords of(Dataset<Row> rows, ReshapedRecords today, CachedRows held) {
    DiscardedRecords discarded = of(rows);
    return discarded.any ? new DiscardedRecords(rows, held.keep(today.ids(rows)), true) : discarded;
  }

  /** Restricts rows that pass to those that were not given up. */
  Dataset<Row> without(Dataset<Row> passed) {
    return any ? marked(passed).join(ids, BY_ID, "left_anti").drop(ID) : passed;
  }

  /**
   * New rows of quarantine for those records that were not given up.
   *
   * @param failed {@code _batch, file, record, reasons, event_date} of records that don't pass,
   *     given up or not
   * @param passed all rows that pass
   * @param rows gives quarantine's rows for such records
   */
  Dataset<Row> withoutThose(
      Dataset<Row> failed, Dataset<Row> passed, UnaryOperator<Dataset<Row>> rows) {
    if (!any) {
      return rows.apply(failed);
    }
    // Equal records are told apart by their number alone: of those that conflict with another,
    // all are numbered, so that those that are left have the numbers that are left.
    Dataset<Row> reasons =
        failed
            .groupBy(BATCH, FILE, RECORD)
            .agg(first(REASONS).as(REASONS), first(EVENT_DATE).as(EVENT_DATE));
    Dataset<Row> heldBack =
        marked(passed)
            .join(ids, BY_ID, "left_semi")
            .select(
                col(BATCH), col(SOURCE_FILE).as(FILE), col(RECORD_TEXT).as(RECORD), col(RECORD_ID))
            .distinct()
            .drop(RECORD_ID)
            .join(reasons, SAME);
    return rows.apply(failed.unionByName(heldBack)).join(ids, BY_ID, "left_anti");
  }

  /** With the id that each record would have in quarantine. */
  private static Dataset<Row> marked(Dataset<Row> passed) {
    WindowSpec equal = Window.partitionBy(BATCH, SOURCE_FILE, RECORD_TEXT).orderBy(RECORD_ID);
    return passed
        .withColumn("_occurrence", dense_rank().over(equal))
        .withColumn(ID, QuarantineTable.id(col(SOURCE_FILE), col("_occurrence"), col(RECORD_TEXT)))
        .drop("_occurrence");
  }
}

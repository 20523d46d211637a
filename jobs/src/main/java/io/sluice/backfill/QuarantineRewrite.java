// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.relation.DecisionsTable.DECISION;
import static io.sluice.relation.DecisionsTable.QUARANTINE_ID;
import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.RECORD;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.sluice.change.DateRange;
import io.sluice.change.DecisionKind;
import io.sluice.relation.LedgerEntry;
import io.sluice.relation.QuarantineTable;
import io.sluice.spark.CachedRows;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of quarantine that change for some files: those of the dates that are replaced go, and those
 * without a date that have one of these today; of files that are known whole, all without a date.
 * What people discarded stays. Of files whose bytes are gone, see {@link #givenUp}.
 *
 * @param origins {@code batch_id, file, whole} of the files
 * @param discards all that was discarded of the files
 * @param stays those of them that are on the dates, or on no date in files that are known whole
 * @param dated rows of files that aren't known whole, without a date before, and on one of these
 *     now
 * @param gone {@code id} of the rows that go
 */
record QuarantineRewrite(
    Dataset<Row> origins,
    DiscardedRecords discards,
    Dataset<Row> stays,
    Dataset<Row> dated,
    Dataset<Row> gone) {
  private static final String[] ID = {QuarantineTable.ID};
  private static final String[] ORIGIN = {BATCH_ID, FILE};

  /**
   * @param quarantine the relation as it is
   * @param decisions all that were made
   * @param fields the names of the columns of the source
   */
  static QuarantineRewrite of(
      Dataset<Row> quarantine,
      Dataset<Row> decisions,
      Dataset<Row> origins,
      ReprocessedRecords records,
      DateRange range,
      List<String> fields,
      CachedRows held) {
    Dataset<Row> before = held.keep(quarantine.join(broadcast(origins), ORIGIN));
    Dataset<Row> givenUp =
        decisions
            .where(col(DECISION).equalTo(DecisionKind.DISCARD.label()))
            .select(col(QUARANTINE_ID).as(QuarantineTable.ID))
            .distinct();
    Dataset<Row> discarded = held.keep(before.join(givenUp, ID, "left_semi"));
    Dataset<Row> open = before.join(discarded.select(QuarantineTable.ID), ID, "left_anti");
    Dataset<Row> failed = records.failed().where(ReprocessedRecords.isIn(range, EVENT_DATE));
    Dataset<Row> today =
        texts(records.passed(), SOURCE_FILE, RECORD_TEXT).union(texts(failed, FILE, RECORD));
    Dataset<Row> dated =
        held.keep(
            open.where(col(EVENT_DATE).isNull().and(not(col("whole"))))
                .join(today, new String[] {BATCH_ID, FILE, RECORD}, "left_semi"));
    Dataset<Row> gone =
        held.keep(
            open.where(isReplaced(range))
                .select(QuarantineTable.ID)
                .union(dated.select(QuarantineTable.ID))
                .distinct());
    return new QuarantineRewrite(
        origins,
        DiscardedRecords.of(discarded, new ReshapedRecords(records.all(), fields), held),
        discarded.where(isReplaced(range)),
        dated,
        gone);
  }

  /**
   * {@code id} of the rows of files whose bytes are gone, which a person has accepted: none of them
   * can be made again, and they go with the rows that the files had published.
   */
  static Dataset<Row> givenUp(Dataset<Row> quarantine, List<LedgerEntry> without, DateRange range) {
    Dataset<Row> origins =
        FileDates.origins(quarantine.sparkSession(), without, file -> file.isWithin(range));
    return quarantine
        .join(broadcast(origins), ORIGIN)
        .where(isReplaced(range))
        .select(QuarantineTable.ID);
  }

  /** Failed records that get new rows of quarantine. */
  Dataset<Row> replaced(Dataset<Row> failed, DateRange range) {
    return failed
        .join(broadcast(origins.withColumnRenamed(BATCH_ID, BATCH)), new String[] {BATCH, FILE})
        .where(isReplaced(range))
        .drop("whole");
  }

  private static Column isReplaced(DateRange range) {
    return ReprocessedRecords.isIn(range, EVENT_DATE)
        .or(col(EVENT_DATE).isNull().and(col("whole")));
  }

  private static Dataset<Row> texts(Dataset<Row> records, String file, String text) {
    return records.select(col(BATCH).as(BATCH_ID), col(file).as(FILE), col(text).as(RECORD));
  }
}

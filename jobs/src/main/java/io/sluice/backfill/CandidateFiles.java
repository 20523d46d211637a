// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.relation.FilesTable.BATCH_ID;
import static io.sluice.relation.FilesTable.DATE;
import static io.sluice.relation.FilesTable.DATES;
import static io.sluice.relation.FilesTable.INGESTED;
import static io.sluice.relation.FilesTable.PATH;
import static io.sluice.relation.FilesTable.ROWS_READ;
import static io.sluice.relation.FilesTable.ROWS_UNDATED;
import static io.sluice.relation.FilesTable.SQL_HASH;
import static io.sluice.relation.FilesTable.STATUS;
import static io.sluice.relation.QuarantineTable.FILE;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.not;

import io.sluice.change.DateRange;
import io.sluice.pipeline.Pipeline;
import io.sluice.relation.FilesTable;
import io.sluice.relation.LedgerEntry;
import io.sluice.relation.QuarantineTable;
import java.sql.Date;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The files that may have records of some dates: those that the ledger says have, those with
 * records whose date could not be told, and those whose records were dated by other formats, types
 * or SQL. Rejected files are none: nothing of them was ever read.
 */
final class CandidateFiles {
  private CandidateFiles() {}

  /**
   * The files of quarantined records.
   *
   * @param quarantined {@code batch_id, file, …}
   */
  static List<LedgerEntry> holding(Dataset<Row> ledger, Dataset<Row> quarantined) {
    Dataset<Row> origins =
        quarantined.select(col(QuarantineTable.BATCH_ID), col(FILE).as(PATH)).distinct();
    return files(
        ledger
            .where(col(STATUS).equalTo(INGESTED))
            .join(origins, new String[] {BATCH_ID, PATH}, "left_semi"));
  }

  /** Files in the log's order; all that were read where all dates are meant. */
  static List<LedgerEntry> of(Dataset<Row> ledger, Pipeline pipeline, DateRange range) {
    if (range.isAll()) {
      return files(ledger.where(col(STATUS).equalTo(INGESTED)));
    }
    Column ofRange =
        exists(
            col(DATES),
            day ->
                day.getField(DATE).between(Date.valueOf(range.from()), Date.valueOf(range.to())));
    Object[] datedAlike =
        ledger.select(SQL_HASH).distinct().as(Encoders.STRING()).collectAsList().stream()
            .filter(pipeline::datedAlike)
            .toArray();
    return files(
        ledger
            .where(col(STATUS).equalTo(INGESTED).and(col(ROWS_READ).gt(0)))
            .where(ofRange.or(col(ROWS_UNDATED).gt(0)).or(not(col(SQL_HASH).isin(datedAlike)))));
  }

  private static List<LedgerEntry> files(Dataset<Row> ledger) {
    return ledger.orderBy(BATCH_ID, PATH).collectAsList().stream().map(FilesTable::file).toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.not;

import io.sluice.change.DateRange;
import io.sluice.pipeline.Pipeline;
import io.sluice.relation.FilesTable;
import io.sluice.relation.LedgerEntry;
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
    Dataset<Row> origins = quarantined.select(col("batch_id"), col("file").as("path")).distinct();
    return files(
        ledger
            .where(col("status").equalTo("ingested"))
            .join(origins, new String[] {"batch_id", "path"}, "left_semi"));
  }

  /** In the log's order. */
  static List<LedgerEntry> of(Dataset<Row> ledger, Pipeline pipeline, DateRange range) {
    Column ofRange =
        exists(
            col("dates"),
            day ->
                day.getField("event_date")
                    .between(Date.valueOf(range.from()), Date.valueOf(range.to())));
    Object[] datedAlike =
        ledger.select("sql_hash").distinct().as(Encoders.STRING()).collectAsList().stream()
            .filter(pipeline::datedAlike)
            .toArray();
    return files(
        ledger
            .where(col("status").equalTo("ingested").and(col("rows_read").gt(0)))
            .where(
                ofRange.or(col("rows_undated").gt(0)).or(not(col("sql_hash").isin(datedAlike)))));
  }

  private static List<LedgerEntry> files(Dataset<Row> ledger) {
    return ledger.orderBy("batch_id", "path").collectAsList().stream()
        .map(FilesTable::file)
        .toList();
  }
}

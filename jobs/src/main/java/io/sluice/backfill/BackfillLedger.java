// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.refine.DuplicateOutcome.DUPLICATE;
import static io.sluice.refine.DuplicateOutcome.PUBLISH;
import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.relation.QuarantineTable.FILE;
import static java.util.stream.Collectors.toMap;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.intake.RawBatch;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.refine.Deduplicator;
import io.sluice.refine.DuplicateOutcome;
import io.sluice.refine.Refiner;
import io.sluice.relation.LedgerCounts;
import io.sluice.relation.LedgerCounts.DateCounts;
import io.sluice.relation.LedgerEntry;
import io.sluice.run.RecordCounts;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts for the ledger of files some of whose dates are computed afresh.
 *
 * @param written rows of the dates
 * @param duplicates rows of the dates
 * @param quarantined records of the dates; of files that are known whole, also those without a date
 * @param writtenRecords records of the dates that gave rows
 * @param formerRecords records of the dates that had given rows before, where one may give several
 * @param dated how many of the records that had no date have one of the dates now
 */
record BackfillLedger(
    boolean oneToOne,
    CountsByFileAndDate<FileKey> written,
    CountsByFileAndDate<FileKey> duplicates,
    CountsByFileAndDate<FileKey> quarantined,
    Map<FileKey, Long> writtenRecords,
    Map<FileKey, Long> formerRecords,
    Map<FileKey, Long> dated) {
  /**
   * Counts what was made of the dates' records.
   *
   * @param judged every row of the dates with its outcome
   * @param quarantined rows of quarantine that the dates, and files known whole, have now
   * @param dated rows of quarantine without a date before, and on one of these now
   * @param published rows of the dates as they are published
   */
  static BackfillLedger of(
      Refiner refiner,
      String eventDate,
      Dataset<Row> judged,
      Dataset<Row> quarantined,
      Dataset<Row> dated,
      Dataset<Row> published,
      ReprocessedRecords records) {
    boolean oneToOne = refiner.isOneToOne();
    return new BackfillLedger(
        oneToOne,
        rows(judged, PUBLISH, eventDate),
        rows(judged, DUPLICATE, eventDate),
        CountsByFileAndDate.of(quarantined, BATCH_ID, FILE, EVENT_DATE),
        oneToOne ? Map.of() : publishedRecords(judged),
        oneToOne ? Map.of() : formerRecords(published, records),
        counted(dated, BATCH_ID, FILE));
  }

  private static CountsByFileAndDate<FileKey> rows(
      Dataset<Row> judged, DuplicateOutcome outcome, String eventDate) {
    return CountsByFileAndDate.of(judged.where(isA(outcome)), BATCH, SOURCE_FILE, eventDate);
  }

  /** Records that are published at least in part, and in conflict with none. */
  private static Map<FileKey, Long> publishedRecords(Dataset<Row> judged) {
    return counted(
        judged
            .groupBy(col(BATCH), col(SOURCE_FILE), col(RECORD_ID))
            .agg(bool_or(isA(PUBLISH)).as("published"))
            .where(col("published")),
        BATCH,
        SOURCE_FILE);
  }

  /** Records that have given rows which are published; of equal ones the first was. */
  private static Map<FileKey, Long> formerRecords(
      Dataset<Row> published, ReprocessedRecords records) {
    String[] same = {SOURCE_FILE, RECORD_HASH};
    Dataset<Row> first =
        keys(records.passed(), SOURCE_FILE)
            .union(keys(records.failed(), "file"))
            .groupBy(SOURCE_FILE, RECORD_HASH)
            .agg(min(BATCH).as(BATCH));
    return counted(
        published.select(SOURCE_FILE, RECORD_HASH).distinct().join(first, same),
        BATCH,
        SOURCE_FILE);
  }

  private static Dataset<Row> keys(Dataset<Row> records, String file) {
    return records.select(col(BATCH), col(file).as(SOURCE_FILE), col(RECORD_HASH));
  }

  private static Map<FileKey, Long> counted(Dataset<Row> rows, String batch, String file) {
    return rows.groupBy(batch, file).count().collectAsList().stream()
        .collect(
            toMap(row -> new FileKey(row.getLong(0), row.getString(1)), row -> row.getLong(2)));
  }

  /** Entry of a file in the ledger from now on. */
  LedgerCounts entry(LedgerEntry file, DateRange range, boolean whole, RawBatch.RecordCount raw) {
    LedgerCounts before = file.entry();
    FileKey origin = file.origin();
    SortedMap<LocalDate, DateCounts> dates = new TreeMap<>(before.dates());
    dates.keySet().removeIf(range::contains);
    dates.putAll(CountsByFileAndDate.byDate(origin, written, duplicates, quarantined));
    long undated =
        whole ? quarantined.undated(origin) : before.undated() - dated.getOrDefault(origin, 0L);
    long quarantinedRecords = undated + sum(dates, DateCounts::quarantined);
    long writtenRows = sum(dates, DateCounts::written);
    long duplicateRows = sum(dates, DateCounts::duplicate);
    long writtenNow =
        oneToOne
            ? writtenRows
            : (whole ? 0 : before.written() - formerRecords.getOrDefault(origin, 0L))
                + writtenRecords.getOrDefault(origin, 0L);
    return new LedgerCounts(
        before.delivery(),
        "" /* not rejected */,
        raw.records(),
        writtenNow,
        oneToOne ? duplicateRows : raw.records() - writtenNow - quarantinedRecords,
        quarantinedRecords,
        undated,
        raw.linesIgnored(),
        dates);
  }

  /** Of the dates, in records; where one may give several rows, in rows. */
  RecordCounts counts() {
    long gave =
        oneToOne
            ? written.total()
            : writtenRecords.values().stream().mapToLong(Long::longValue).sum();
    long bad = quarantined.total();
    return new RecordCounts(gave + duplicates.total() + bad, gave, duplicates.total(), bad, 0);
  }

  private static long sum(Map<LocalDate, DateCounts> dates, ToLongFunction<DateCounts> of) {
    return dates.values().stream().mapToLong(of).sum();
  }

  private static Column isA(DuplicateOutcome fate) {
    return col(Deduplicator.OUTCOME).equalTo(lit(fate.name()));
  }
}

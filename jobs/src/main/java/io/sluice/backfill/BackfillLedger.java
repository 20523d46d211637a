// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.sluice.change.DateRange;
import io.sluice.change.RecordCounts;
import io.sluice.intake.RawBatch;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.record.EngineColumns;
import io.sluice.refine.Deduplicator;
import io.sluice.refine.DuplicateOutcome;
import io.sluice.relation.FileKey;
import io.sluice.relation.LedgerCounts;
import io.sluice.relation.LedgerEntry;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The books of files some of whose dates are computed afresh. All are by {@link FileKey#text}.
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
    CountsByFileAndDate written,
    CountsByFileAndDate duplicates,
    CountsByFileAndDate quarantined,
    Map<String, Long> writtenRecords,
    Map<String, Long> formerRecords,
    Map<String, Long> dated) {
  private static final String ORIGIN = "_origin";

  /** Rows with a fate, counted. */
  static CountsByFileAndDate of(Dataset<Row> judged, DuplicateOutcome fate, String eventDate) {
    return CountsByFileAndDate.of(
        judged
            .where(isA(fate))
            .withColumn(ORIGIN, origin(EngineColumns.BATCH, EngineColumns.SOURCE_FILE)),
        ORIGIN,
        eventDate);
  }

  static CountsByFileAndDate ofQuarantine(Dataset<Row> rows) {
    return CountsByFileAndDate.of(
        rows.withColumn(ORIGIN, origin("batch_id", "file")), ORIGIN, "event_date");
  }

  /** Records that are published at least in part, and in conflict with none. */
  static Map<String, Long> publishedRecords(Dataset<Row> judged) {
    return counted(
        judged
            .groupBy(
                col(EngineColumns.BATCH),
                col(EngineColumns.SOURCE_FILE),
                col(EngineColumns.RECORD_ID))
            .agg(bool_or(isA(DuplicateOutcome.PUBLISH)).as("published"))
            .where(col("published")),
        EngineColumns.BATCH,
        EngineColumns.SOURCE_FILE);
  }

  /**
   * Records that have given rows which are published.
   *
   * @param published rows of the dates
   * @param records {@code _batch, source_file, record_hash} of every record of the dates; of equal
   *     ones the first was published
   */
  static Map<String, Long> formerRecords(Dataset<Row> published, Dataset<Row> records) {
    String[] same = {EngineColumns.SOURCE_FILE, EngineColumns.RECORD_HASH};
    Dataset<Row> first =
        records
            .groupBy(EngineColumns.SOURCE_FILE, EngineColumns.RECORD_HASH)
            .agg(min(EngineColumns.BATCH).as(EngineColumns.BATCH));
    return counted(
        published
            .select(EngineColumns.SOURCE_FILE, EngineColumns.RECORD_HASH)
            .distinct()
            .join(first, same),
        EngineColumns.BATCH,
        EngineColumns.SOURCE_FILE);
  }

  /** Rows by file. */
  static Map<String, Long> counted(Dataset<Row> rows, String batch, String file) {
    Map<String, Long> counts = new TreeMap<>();
    rows.groupBy(origin(batch, file).as(ORIGIN))
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }

  /** What the ledger says of a file from now on. */
  LedgerCounts entry(LedgerEntry file, DateRange range, boolean whole, RawBatch.RecordCount raw) {
    LedgerCounts before = file.entry();
    String origin = file.origin().text();
    SortedMap<LocalDate, LedgerCounts.DateCounts> dates = new TreeMap<>(before.dates());
    dates.keySet().removeIf(range::contains);
    TreeSet<LocalDate> now = new TreeSet<>(written.dates(origin));
    now.addAll(duplicates.dates(origin));
    now.addAll(quarantined.dates(origin));
    for (LocalDate date : now) {
      dates.put(
          date,
          new LedgerCounts.DateCounts(
              written.of(origin, date), duplicates.of(origin, date), quarantined.of(origin, date)));
    }
    long undated =
        whole ? quarantined.undated(origin) : before.undated() - dated.getOrDefault(origin, 0L);
    long quarantinedRecords =
        undated + dates.values().stream().mapToLong(LedgerCounts.DateCounts::quarantined).sum();
    long writtenRows = dates.values().stream().mapToLong(LedgerCounts.DateCounts::written).sum();
    long duplicateRows =
        dates.values().stream().mapToLong(LedgerCounts.DateCounts::duplicate).sum();
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

  private static Column origin(String batch, String file) {
    return concat_ws("/", col(batch), col(file));
  }

  private static Column isA(DuplicateOutcome fate) {
    return col(Deduplicator.FATE).equalTo(lit(fate.name()));
  }
}

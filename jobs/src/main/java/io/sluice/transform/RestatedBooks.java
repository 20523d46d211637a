package io.sluice.transform;

import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import io.sluice.change.Counts;
import io.sluice.change.DateRange;
import io.sluice.intake.RawBatch;
import io.sluice.refine.Columns;
import io.sluice.refine.Fate;
import io.sluice.refine.Twins;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The books of files some of whose dates are computed afresh. All are by {@link Origin#text}.
 *
 * @param written rows of the dates
 * @param duplicates rows of the dates
 * @param quarantined records of the dates; of files that are known whole, also those without a date
 * @param writtenRecords records of the dates that gave rows
 * @param formerRecords records of the dates that had given rows before, where one may give several
 * @param dated how many of the records that had no date have one of the dates now
 */
record RestatedBooks(
    boolean oneToOne,
    Tally written,
    Tally duplicates,
    Tally quarantined,
    Map<String, Long> writtenRecords,
    Map<String, Long> formerRecords,
    Map<String, Long> dated) {
  private static final String ORIGIN = "_origin";

  /** Rows with a fate, counted. */
  static Tally of(Dataset<Row> judged, Fate fate, String eventDate) {
    return Tally.of(
        judged.where(isA(fate)).withColumn(ORIGIN, origin(Columns.BATCH, Columns.SOURCE_FILE)),
        ORIGIN,
        eventDate);
  }

  static Tally ofQuarantine(Dataset<Row> rows) {
    return Tally.of(rows.withColumn(ORIGIN, origin("batch_id", "file")), ORIGIN, "event_date");
  }

  /** Records that are published at least in part, and in conflict with none. */
  static Map<String, Long> publishedRecords(Dataset<Row> judged) {
    return counted(
        judged
            .groupBy(col(Columns.BATCH), col(Columns.SOURCE_FILE), col(Columns.RECORD_ID))
            .agg(bool_or(isA(Fate.PUBLISH)).as("published"))
            .where(col("published")),
        Columns.BATCH,
        Columns.SOURCE_FILE);
  }

  /**
   * Records that have given rows which are published.
   *
   * @param published rows of the dates
   * @param records {@code _batch, source_file, record_hash} of every record of the dates; of equal
   *     ones the first was published
   */
  static Map<String, Long> formerRecords(Dataset<Row> published, Dataset<Row> records) {
    String[] same = {Columns.SOURCE_FILE, Columns.RECORD_HASH};
    Dataset<Row> first =
        records
            .groupBy(Columns.SOURCE_FILE, Columns.RECORD_HASH)
            .agg(min(Columns.BATCH).as(Columns.BATCH));
    return counted(
        published.select(Columns.SOURCE_FILE, Columns.RECORD_HASH).distinct().join(first, same),
        Columns.BATCH,
        Columns.SOURCE_FILE);
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
  FileEntry entry(LedgerFile file, DateRange range, boolean whole, RawBatch.RecordCount raw) {
    FileEntry before = file.entry();
    String origin = file.origin().text();
    SortedMap<LocalDate, FileEntry.DateCounts> dates = new TreeMap<>(before.dates());
    dates.keySet().removeIf(range::contains);
    TreeSet<LocalDate> now = new TreeSet<>(written.dates(origin));
    now.addAll(duplicates.dates(origin));
    now.addAll(quarantined.dates(origin));
    for (LocalDate date : now) {
      dates.put(
          date,
          new FileEntry.DateCounts(
              written.of(origin, date), duplicates.of(origin, date), quarantined.of(origin, date)));
    }
    long undated =
        whole ? quarantined.undated(origin) : before.undated() - dated.getOrDefault(origin, 0L);
    long quarantinedRecords =
        undated + dates.values().stream().mapToLong(FileEntry.DateCounts::quarantined).sum();
    long writtenRows = dates.values().stream().mapToLong(FileEntry.DateCounts::written).sum();
    long duplicateRows = dates.values().stream().mapToLong(FileEntry.DateCounts::duplicate).sum();
    long writtenNow =
        oneToOne
            ? writtenRows
            : (whole ? 0 : before.written() - formerRecords.getOrDefault(origin, 0L))
                + writtenRecords.getOrDefault(origin, 0L);
    return new FileEntry(
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
  Counts counts() {
    long gave =
        oneToOne
            ? written.total()
            : writtenRecords.values().stream().mapToLong(Long::longValue).sum();
    long bad = quarantined.total();
    return new Counts(gave + duplicates.total() + bad, gave, duplicates.total(), bad, 0);
  }

  private static Column origin(String batch, String file) {
    return concat_ws("/", col(batch), col(file));
  }

  private static Column isA(Fate fate) {
    return col(Twins.FATE).equalTo(lit(fate.name()));
  }
}

package io.sluice.transform;

import io.sluice.change.DateRange;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Pipeline;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * A row of the ledger.
 *
 * @param batch the batch that consumed the file
 * @param runId the run that did
 * @param sqlHash of the SQL that says where its records stand
 * @param archivedPath where the file goes once it is consumed, if it goes anywhere
 */
record LedgerFile(
    long batch, String runId, String sqlHash, Optional<String> archivedPath, FileEntry entry) {

  /** A file that a batch consumes now. */
  static LedgerFile of(DeliveryNote note, String runId, Pipeline pipeline, FileEntry entry) {
    return new LedgerFile(
        note.batch(),
        runId,
        pipeline.sqlHash(),
        pipeline.source().archive()
            ? Optional.of(Landing.archivedPath(note.batch(), entry.delivery()))
            : Optional.empty(),
        entry);
  }

  String path() {
    return entry.delivery().path();
  }

  /** The same file with other books. */
  LedgerFile with(FileEntry now, String hash) {
    return new LedgerFile(batch, runId, hash, archivedPath, now);
  }

  /** The same without the records of some dates that were published, or stood for others. */
  LedgerFile without(DateRange range) {
    SortedMap<LocalDate, FileEntry.DateCounts> dates = new TreeMap<>(entry.dates());
    dates.replaceAll(
        (date, counts) ->
            range.contains(date) ? new FileEntry.DateCounts(0, 0, counts.quarantined()) : counts);
    dates.values().removeIf(counts -> counts.equals(new FileEntry.DateCounts(0, 0, 0)));
    boolean nothingLeft = dates.keySet().stream().allMatch(range::contains);
    long written = nothingLeft ? 0 : entry.written() - sum(range, FileEntry.DateCounts::written);
    long duplicate =
        nothingLeft ? 0 : entry.duplicate() - sum(range, FileEntry.DateCounts::duplicate);
    return with(
        new FileEntry(
            entry.delivery(),
            entry.reason(),
            written + duplicate + entry.quarantined(),
            written,
            duplicate,
            entry.quarantined(),
            entry.undated(),
            entry.linesIgnored(),
            dates),
        sqlHash);
  }

  private long sum(DateRange range, ToLongFunction<FileEntry.DateCounts> count) {
    return range.of(entry.dates()).values().stream().mapToLong(count).sum();
  }

  /** What tells its records from those of all other files, even of the same path. */
  Origin origin() {
    return new Origin(batch, path());
  }
}

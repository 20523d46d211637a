// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Pipeline;
import io.sluice.relation.LedgerCounts.DateCounts;
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
 * @param sqlHash of the SQL that says which dates its records have
 * @param archivedPath where the file goes once it is consumed, if it goes anywhere
 */
public record LedgerEntry(
    long batch, String runId, String sqlHash, Optional<String> archivedPath, LedgerCounts entry) {

  /** A file that a batch consumes now. */
  public static LedgerEntry of(
      DeliveryNote note, String runId, Pipeline pipeline, LedgerCounts entry) {
    return new LedgerEntry(
        note.batch(),
        runId,
        pipeline.sqlHash(),
        pipeline.source().archive()
            ? Optional.of(Landing.archivedPath(note.batch(), entry.delivery()))
            : Optional.empty(),
        entry);
  }

  public String path() {
    return entry.delivery().path();
  }

  /** The same file with other books. */
  public LedgerEntry with(LedgerCounts now, String hash) {
    return new LedgerEntry(batch, runId, hash, archivedPath, now);
  }

  /**
   * The same without the records of some dates; where it has no other dates, without any. Its bytes
   * are gone, so that nothing can be made of them again.
   */
  public LedgerEntry without(DateRange range) {
    SortedMap<LocalDate, DateCounts> dates = new TreeMap<>(entry.dates());
    dates.keySet().removeIf(range::contains);
    boolean any = !isWithin(range);
    long written = any ? entry.written() - sum(range, DateCounts::written) : 0;
    long duplicate = any ? entry.duplicate() - sum(range, DateCounts::duplicate) : 0;
    long quarantined = any ? entry.quarantined() - sum(range, DateCounts::quarantined) : 0;
    return with(
        new LedgerCounts(
            entry.delivery(),
            entry.reason(),
            written + duplicate + quarantined,
            written,
            duplicate,
            quarantined,
            any ? entry.undated() : 0,
            entry.linesIgnored(),
            dates),
        sqlHash);
  }

  /** Returns whether it has no records on other dates. */
  public boolean isWithin(DateRange range) {
    return entry.dates().keySet().stream().allMatch(range::contains);
  }

  private long sum(DateRange range, ToLongFunction<DateCounts> count) {
    return range.restrict(entry.dates()).values().stream().mapToLong(count).sum();
  }

  /** Key that tells its records from those of all other files, even of the same path. */
  public FileKey origin() {
    return new FileKey(batch, path());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Totals of the tables for on-call, carried along from change to change so that nothing has to scan
 * them: a batch adds to it, and for any other change it is counted anew (see {@code
 * SummaryCounter}).
 *
 * @param newestFileAt when the newest consumed file was last modified
 * @param quarantined records in quarantine that are not discarded
 * @param reasons how many of them have each code; a record may have several
 * @param rejected rejected files that are not settled
 * @param datesBySql the dates that have rows made by each version of the SQL, by its hash
 */
public record TableSummary(
    Optional<Instant> newestFileAt,
    long quarantined,
    Map<String, Long> reasons,
    long rejected,
    Map<String, DateRanges> datesBySql) {
  public static final TableSummary NONE =
      new TableSummary(Optional.empty(), 0, Map.of(), 0, Map.of());

  public TableSummary {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    TreeMap<String, DateRanges> some = new TreeMap<>(datesBySql);
    some.values().removeIf(dates -> dates.days() == 0);
    datesBySql = Collections.unmodifiableSortedMap(some);
  }

  /**
   * After a batch.
   *
   * @param modified when its files were last modified
   * @param settled how many of its rejected files a person has given up
   */
  public TableSummary after(ChangeBody.Batch batch, Collection<Instant> modified, long settled) {
    Map<String, Long> codes = new TreeMap<>(reasons);
    batch.records().reasons().forEach((code, records) -> codes.merge(code, records, Long::sum));
    Map<String, DateRanges> dates = new TreeMap<>(datesBySql);
    if (!batch.records().touchedDates().isEmpty()) {
      dates.merge(batch.sqlHash(), DateRanges.of(batch.records().touchedDates()), DateRanges::and);
    }
    Optional<Instant> newest =
        Stream.concat(newestFileAt.stream(), modified.stream()).max(Instant::compareTo);
    return new TableSummary(
        newest,
        quarantined + batch.records().counts().quarantined(),
        codes,
        rejected + batch.filesRejected() - settled,
        dates);
  }

  /**
   * After dates were computed afresh.
   *
   * @param counted what the tables hold then
   */
  public TableSummary after(ChangeBody.Backfill backfill, TableSummary counted) {
    DateRange replaced = backfill.replaced().dates();
    Map<String, DateRanges> dates = new TreeMap<>();
    datesBySql.forEach((hash, of) -> dates.put(hash, of.without(replaced)));
    dates.merge(backfill.sqlHash(), counted.allDates().within(replaced), DateRanges::and);
    return counted.with(dates);
  }

  /**
   * After a decision of people, which doesn't change any date's rows.
   *
   * @param counted what the tables hold then
   */
  public TableSummary after(TableSummary counted) {
    return counted.with(datesBySql);
  }

  /** The dates that have rows made by other SQL than this. */
  public DateRanges datesWithOtherSql(String sqlHash) {
    return datesWhere(hash -> !hash.equals(sqlHash));
  }

  /** The dates that have rows made by SQL of which something holds, by its hash. */
  public DateRanges datesWhere(Predicate<String> isSo) {
    return datesBySql.entrySet().stream()
        .filter(dates -> isSo.test(dates.getKey()))
        .map(Map.Entry::getValue)
        .reduce(DateRanges.NONE, DateRanges::and);
  }

  /** The last date that has rows; empty where none has. */
  public Optional<LocalDate> lastDate() {
    return allDates().last();
  }

  /** The dates that have rows. */
  public DateRanges allDates() {
    return datesBySql.values().stream().reduce(DateRanges.NONE, DateRanges::and);
  }

  private TableSummary with(Map<String, DateRanges> dates) {
    return new TableSummary(newestFileAt, quarantined, reasons, rejected, dates);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.intake.Delivery;
import io.sluice.relation.LedgerCounts;
import io.sluice.relation.LedgerEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rows of the ledger, for tests. */
final class Ledgers {
  static final LocalDate MONDAY = LocalDate.parse("2026-01-05");
  static final LocalDate TUESDAY = LocalDate.parse("2026-01-06");
  static final LocalDate FRIDAY = LocalDate.parse("2026-01-09");

  private static final Instant AT = Instant.parse("2026-01-10T12:00:00Z");

  private Ledgers() {}

  /** A file whose records all are on these dates or on none. */
  static LedgerEntry file(
      long batch,
      String path,
      String sqlHash,
      long undated,
      SortedMap<LocalDate, LedgerCounts.DateCounts> dates) {
    LedgerCounts.DateCounts all =
        dates.values().stream()
            .reduce(new LedgerCounts.DateCounts(0, 0, 0), LedgerCounts.DateCounts::plus);
    return new LedgerEntry(
        batch,
        "run-1",
        sqlHash,
        Optional.empty(),
        counts(path, all.written(), all.duplicate(), all.quarantined() + undated, undated, dates));
  }

  static LedgerCounts counts(
      String path,
      long written,
      long duplicate,
      long quarantined,
      long undated,
      SortedMap<LocalDate, LedgerCounts.DateCounts> dates) {
    return new LedgerCounts(
        new Delivery(path, 7, AT),
        "",
        written + duplicate + quarantined,
        written,
        duplicate,
        quarantined,
        undated,
        0,
        dates);
  }

  static SortedMap<LocalDate, LedgerCounts.DateCounts> dates() {
    return new TreeMap<>();
  }

  static SortedMap<LocalDate, LedgerCounts.DateCounts> on(
      LocalDate date, long written, long duplicate, long quarantined) {
    return and(dates(), date, written, duplicate, quarantined);
  }

  static SortedMap<LocalDate, LedgerCounts.DateCounts> and(
      SortedMap<LocalDate, LedgerCounts.DateCounts> others,
      LocalDate date,
      long written,
      long duplicate,
      long quarantined) {
    SortedMap<LocalDate, LedgerCounts.DateCounts> dates = new TreeMap<>(others);
    dates.put(date, new LedgerCounts.DateCounts(written, duplicate, quarantined));
    return dates;
  }
}

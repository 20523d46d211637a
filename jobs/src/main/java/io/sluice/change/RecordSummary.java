// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.run.RecordCounts;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Outcome of source records: those of a batch, or those of the dates that a backfill replaces.
 *
 * @param reasons quarantined records by reason code; a record may have several
 * @param touchedDates the event dates whose rows changed
 */
public record RecordSummary(
    RecordCounts counts, Map<String, Long> reasons, SortedSet<LocalDate> touchedDates) {
  public static final RecordSummary NONE =
      new RecordSummary(RecordCounts.NONE, Map.of(), Collections.emptySortedSet());

  public RecordSummary {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    touchedDates = Collections.unmodifiableSortedSet(new TreeSet<>(touchedDates));
  }
}

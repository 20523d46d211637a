// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import io.sluice.intake.Delivery;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts of what became of one consumed file, in source records.
 *
 * @param reason why it was rejected as a whole, empty where it was ingested
 * @param undated quarantined records whose date can't be told
 * @param dates counts by event date
 */
public record LedgerCounts(
    Delivery delivery,
    String reason,
    long read,
    long written,
    long duplicate,
    long quarantined,
    long undated,
    long linesIgnored,
    SortedMap<LocalDate, DateCounts> dates) {

  /** Records of one event date. */
  public record DateCounts(long written, long duplicate, long quarantined) {
    public DateCounts plus(DateCounts other) {
      return new DateCounts(
          written + other.written, duplicate + other.duplicate, quarantined + other.quarantined);
    }
  }

  public static LedgerCounts rejected(Delivery delivery, String reason) {
    return new LedgerCounts(delivery, reason, 0, 0, 0, 0, 0, 0, new TreeMap<>(Map.of()));
  }

  public boolean isRejected() {
    return !reason.isEmpty();
  }

  public boolean balances() {
    return read == written + duplicate + quarantined;
  }
}

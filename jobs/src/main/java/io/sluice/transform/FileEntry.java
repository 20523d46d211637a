package io.sluice.transform;

import io.sluice.intake.Delivery;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of one consumed file, in source records.
 *
 * @param reason why it was rejected as a whole, empty where it was ingested
 * @param undated quarantined records whose date can't be told
 * @param dates counts by event date
 */
record FileEntry(
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
  record DateCounts(long written, long duplicate, long quarantined) {
    DateCounts plus(DateCounts other) {
      return new DateCounts(
          written + other.written, duplicate + other.duplicate, quarantined + other.quarantined);
    }
  }

  static FileEntry rejected(Delivery delivery, String reason) {
    return new FileEntry(delivery, reason, 0, 0, 0, 0, 0, 0, new TreeMap<>(Map.of()));
  }

  boolean isRejected() {
    return !reason.isEmpty();
  }

  boolean balances() {
    return read == written + duplicate + quarantined;
  }
}

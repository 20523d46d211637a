// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.times.AmbiguousTimes;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Instants of a zone's local times. Around each change of its offset there are local times that it
 * doesn't have, or has twice.
 */
final class ZoneTimes {
  private static final long MICROS = 1_000_000;

  /** The years of SQL's calendar. */
  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond() * MICROS;

  private static final long END = Instant.parse("+10000-01-01T00:00:00Z").getEpochSecond() * MICROS;

  private final ZoneId zone;
  private final AmbiguousTimes ambiguous;
  private final ZoneRules rules;
  private final boolean isFixed;
  private final long fixedMicros;
  private final SettledOffsets settled;
  private final Map<ZoneId, ZoneTimes> others = new HashMap<>();

  ZoneTimes(ZoneId zone, AmbiguousTimes ambiguous) {
    this.zone = zone;
    this.ambiguous = ambiguous;
    this.rules = zone.getRules();
    this.isFixed = rules.isFixedOffset();
    this.fixedMicros = isFixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() * MICROS : 0;
    this.settled = SettledOffsets.of(rules);
  }

  /** Another zone, which a text names, by the same treatment of ambiguous times. */
  ZoneTimes of(ZoneId other) {
    return other.equals(zone)
        ? this
        : others.computeIfAbsent(other, id -> new ZoneTimes(id, ambiguous));
  }

  ZoneId zone() {
    return zone;
  }

  /**
   * Microseconds since 1970 UTC, or {@link TimeFormat#REFUSED}.
   *
   * @param local microseconds since 1970 of the zone's clocks
   */
  long micros(long local) {
    long micros = isFixed ? local - fixedMicros : moving(local);
    return micros >= FIRST && micros < END ? micros : TimeFormat.REFUSED;
  }

  private long moving(long local) {
    int offset = settled.at(Math.floorDiv(local, MICROS));
    if (offset != SettledOffsets.UNSETTLED) {
      return local - offset * MICROS;
    }
    List<ZoneOffset> valid = rules.getValidOffsets(time(local));
    boolean isOne = valid.size() == 1 || (valid.size() > 1 && isChosen());
    if (!isOne) {
      return TimeFormat.REFUSED;
    }
    int chosen = ambiguous == AmbiguousTimes.LATER ? valid.size() - 1 : 0;
    return local - valid.get(chosen).getTotalSeconds() * MICROS;
  }

  /**
   * Why a local time is refused.
   *
   * @param name what to call the zone
   * @param hidden whether nothing may show from which the time could be told
   */
  String objection(long local, String name, boolean hidden) {
    LocalDateTime time = time(local);
    List<ZoneOffset> valid = rules.getValidOffsets(time);
    if (valid.isEmpty()) {
      ZoneOffsetTransition gap = rules.getTransition(time);
      String from =
          hidden
              ? ""
              : ", whose clocks went from %s to %s"
                  .formatted(gap.getDateTimeBefore(), gap.getDateTimeAfter());
      return "it does not exist in " + name + from;
    }
    if (valid.size() > 1 && !isChosen()) {
      String offsets =
          hidden ? "" : ", at %s and at %s".formatted(valid.get(0), valid.get(valid.size() - 1));
      return "it is there twice in "
          + name
          + offsets
          + "; source.ambiguous-times can say which is meant";
    }
    return "in UTC it is not in the years 0001 to 9999";
  }

  private boolean isChosen() {
    return ambiguous != AmbiguousTimes.QUARANTINE;
  }

  private static LocalDateTime time(long local) {
    int nanos = (int) Math.floorMod(local, MICROS) * 1_000;
    return LocalDateTime.ofEpochSecond(Math.floorDiv(local, MICROS), nanos, ZoneOffset.UTC);
  }

  /** The spans of local time in which a zone has one offset, for a quick look. */
  private record SettledOffsets(long[] starts, int[] offsets) {
    static final int UNSETTLED = Integer.MAX_VALUE;
    private static final Instant FIRST_LISTED = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST_LISTED = Instant.parse("2150-01-01T00:00:00Z");

    static SettledOffsets of(ZoneRules rules) {
      long[] starts = new long[64];
      int[] offsets = new int[64];
      int size = 0;
      ZoneOffsetTransition change = rules.nextTransition(FIRST_LISTED);
      while (change != null) {
        long before = change.getDateTimeBefore().toEpochSecond(ZoneOffset.UTC);
        long after = change.getDateTimeAfter().toEpochSecond(ZoneOffset.UTC);
        long from = Math.min(before, after);
        long to = Math.max(before, after);
        if (size > 0 && from <= starts[size - 1]) {
          to = Math.max(to, starts[--size]); // two changes within hours of each other
        } else {
          starts[size] = from;
          offsets[size++] = UNSETTLED;
        }
        if (change.getInstant().isAfter(LAST_LISTED)) {
          break;
        }
        starts[size] = to;
        offsets[size++] = change.getOffsetAfter().getTotalSeconds();
        if (size + 2 > starts.length) {
          starts = Arrays.copyOf(starts, 2 * starts.length);
          offsets = Arrays.copyOf(offsets, 2 * offsets.length);
        }
        change = rules.nextTransition(change.getInstant());
      }
      return new SettledOffsets(Arrays.copyOf(starts, size), Arrays.copyOf(offsets, size));
    }

    /** Seconds, or {@link #UNSETTLED} where the zone's rules have to be asked. */
    int at(long localSecond) {
      int found = Arrays.binarySearch(starts, localSecond);
      int span = found >= 0 ? found : -found - 2;
      return span < 0 ? UNSETTLED : offsets[span];
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.times.AmbiguousTimes;
import java.io.Serializable;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Text to dates and timestamps by the pipeline's formats, tried in order. Strict: every field has
 * its full width and a value that the calendar has; the whole text must match, and be one time in
 * its zone. Public because generated code calls it.
 */
public final class TimeParser implements Serializable {
  private static final long serialVersionUID = 2;
  private static final int LAST_YEAR = 9_999;

  private final List<String> patterns;
  private final ZoneId zoneId;
  private final AmbiguousTimes ambiguous;
  private transient ZoneTimes zone;
  private transient TimeFormat[] formats;

  /** A parser of dates, which no zone changes, or of times in UTC. */
  TimeParser(List<String> patterns) {
    this(patterns, ZoneOffset.UTC, AmbiguousTimes.QUARANTINE);
  }

  /**
   * @param zoneId of texts that don't name one themselves
   */
  TimeParser(List<String> patterns, ZoneId zoneId, AmbiguousTimes ambiguous) {
    this.patterns = new ArrayList<>(patterns);
    this.zoneId = zoneId;
    this.ambiguous = ambiguous;
  }

  /** Microseconds since 1970 UTC, null where no format fits or the text isn't one time. */
  public Long timestamp(UTF8String text) {
    for (TimeFormat format : formats()) {
      long micros = format.micros(text, zone);
      if (micros != TimeFormat.NONE) {
        return micros == TimeFormat.REFUSED ? null : micros;
      }
    }
    return null;
  }

  /** Days since 1970, null where no format fits. */
  public Integer date(UTF8String text) {
    for (TimeFormat format : formats()) {
      long day = format.day(text);
      if (day != TimeFormat.NONE) {
        return (int) day;
      }
    }
    return null;
  }

  /**
   * Why {@link #timestamp} is null, as what follows "is no TIMESTAMP".
   *
   * @param hidden whether nothing of the text may show
   */
  String timestampObjection(UTF8String text, boolean hidden) {
    TimeFormat[] all = formats();
    for (int i = 0; i < all.length; i++) {
      if (all[i].micros(text, zone) == TimeFormat.REFUSED) {
        return ": " + all[i].objection(text, zone, hidden) + "; format: " + patterns.get(i);
      }
    }
    return dateObjection();
  }

  /** Why {@link #date} is null, as what follows "is no DATE". */
  String dateObjection() {
    return "; formats tried: " + String.join(" | ", patterns);
  }

  private TimeFormat[] formats() {
    if (formats == null) {
      zone = new ZoneTimes(zoneId, ambiguous);
      formats = patterns.stream().map(TimeParser::format).toArray(TimeFormat[]::new);
    }
    return formats;
  }

  private static TimeFormat format(String pattern) {
    return FixedWidthTime.of(pattern)
        .<TimeFormat>map(quick -> quick)
        .orElseGet(() -> new FormattedTime(pattern));
  }

  /** True for a day of SQL's calendar, which has the years 1 to 9999. */
  static boolean isDay(int year, int month, int day) {
    return year >= 1
        && year <= LAST_YEAR
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year));
  }
}

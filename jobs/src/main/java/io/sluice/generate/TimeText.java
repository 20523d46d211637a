// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import io.sluice.times.TimePattern;
import io.sluice.times.Times;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Dates and times as text of the source's first format, which the source reads back, unless its
 * zone has a time twice: made-up rows of that hour are as ambiguous as others. Public because
 * generated code calls it.
 */
public final class TimeText implements Serializable {
  private static final long serialVersionUID = 1;

  private final String pattern;
  private final ZoneId zone;
  private transient DateTimeFormatter formatter;

  private TimeText(String pattern, ZoneId zone) {
    this.pattern = pattern;
    this.zone = zone;
  }

  static TimeText ofTimestamps(Times times) {
    return new TimeText(times.timestampFormats().get(0), times.zone());
  }

  static TimeText ofDates(Times times) {
    return new TimeText(times.dateFormats().get(0), ZoneOffset.UTC);
  }

  /** Text of a timestamp, given in microseconds since 1970 UTC. */
  public UTF8String timestamp(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return UTF8String.fromString(formatter().format(instant.atZone(zone)));
  }

  /** Text of a date, given in days since 1970. */
  public UTF8String date(int days) {
    return UTF8String.fromString(formatter().format(LocalDate.ofEpochDay(days).atStartOfDay(zone)));
  }

  private DateTimeFormatter formatter() {
    if (formatter == null) {
      formatter = new TimePattern(pattern).formatter();
    }
    return formatter;
  }
}

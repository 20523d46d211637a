// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.refine.LocalTimes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Dates and times as the schema has them: of the years 1 to 9999, in microseconds. */
final class TimeValues {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final int FIRST_DAY = (int) LocalDate.of(1, 1, 1).toEpochDay();
  private static final int LAST_DAY = (int) LocalDate.of(9999, 12, 31).toEpochDay();
  private static final long FIRST = FIRST_DAY * ChronoUnit.DAYS.getDuration().toMillis() * 1_000;
  private static final long END =
      (LAST_DAY + 1L) * ChronoUnit.DAYS.getDuration().toMillis() * 1_000;
  private static final String RANGE = "it is not in the years 0001 to 9999";
  private static final String UNKNOWN =
      "it was written by an old Spark, and of times before 1900 nobody knows by which zone's clocks";

  private TimeValues() {}

  static Integer date(int day, Reading reading) {
    if (day < FIRST_DAY || day > LAST_DAY) {
      reading.misfit(LocalDate.ofEpochDay(day).toString(), "DATE", RANGE);
      return null;
    }
    return reading.calendar().day(day);
  }

  static Long millis(long millis, boolean local, Reading reading) {
    if (millis < FIRST / MICROS_PER_MILLI || millis >= END / MICROS_PER_MILLI) {
      return refused(Instant.ofEpochMilli(millis).toString(), RANGE, reading);
    }
    return micros(millis * MICROS_PER_MILLI, local, reading);
  }

  static Long nanos(long nanos, boolean local, Reading reading) {
    long micros = Math.floorDiv(nanos, NANOS_PER_MICRO);
    int rest = (int) Math.floorMod(nanos, NANOS_PER_MICRO);
    if (rest != 0) {
      String text = time(micros).plusNanos(rest).toString();
      return refused(text, "it is finer than microseconds", reading);
    }
    return micros(micros, local, reading);
  }

  static Long micros(long micros, boolean local, Reading reading) {
    if (local) {
      return local(micros, reading);
    } else if (reading.calendar().isUnknown(micros)) {
      return refused(text(micros), UNKNOWN, reading);
    }
    return instant(reading.calendar().micros(micros), reading);
  }

  /** A time in UTC, by the proleptic Gregorian calendar. */
  static Long instant(long micros, Reading reading) {
    return micros < FIRST || micros >= END ? refused(text(micros), RANGE, reading) : (Long) micros;
  }

  private static Long local(long micros, Reading reading) {
    LocalTimes zone = reading.zone();
    Long instant = micros < FIRST || micros >= END ? null : zone.instant(micros);
    if (instant == null) {
      boolean outside = micros < FIRST || micros >= END;
      return refused(
          text(micros), outside ? RANGE : zone.objection(micros, reading.isPersonal()), reading);
    }
    return instant;
  }

  private static Long refused(String text, String why, Reading reading) {
    reading.misfit(text, "TIMESTAMP", why);
    return null;
  }

  private static String text(long micros) {
    return time(micros).toString();
  }

  private static LocalDateTime time(long micros) {
    return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
  }
}

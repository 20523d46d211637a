// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.FieldText;
import io.sluice.times.TimePattern;
import io.sluice.times.TimeZones;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** A time format of any kind. */
final class FormattedTime implements TimeFormat {
  private static final long MICROS = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final DateTimeFormatter formatter;

  FormattedTime(String pattern) {
    this.formatter = new TimePattern(pattern).formatter();
  }

  @Override
  public long micros(UTF8String text, ZoneTimes zone) {
    TemporalAccessor parsed = parse(text);
    LocalDateTime local = local(parsed);
    if (local == null) {
      return NONE;
    }
    boolean isOne = isWhole(local) && objection(parsed, local) == null;
    return isOne ? zone(parsed, zone).micros(micros(local)) : REFUSED;
  }

  @Override
  public long day(UTF8String text) {
    LocalDate day = day(parse(text));
    return day == null ? NONE : day.toEpochDay();
  }

  @Override
  public String objection(UTF8String text, ZoneTimes zone, boolean hidden) {
    TemporalAccessor parsed = parse(text);
    LocalDateTime local = local(parsed);
    if (!isWhole(local)) {
      return "it is finer than microseconds";
    }
    String objection = objection(parsed, local);
    if (objection != null) {
      return hidden ? "its zone is not one zone" : objection;
    }
    ZoneTimes named = zone(parsed, zone);
    boolean isOwn = named == zone;
    String name = hidden && !isOwn ? "its zone" : named.zone().getId();
    return named.objection(micros(local), name, hidden);
  }

  private TemporalAccessor parse(UTF8String text) {
    try {
      return formatter.parse(FieldText.stripped(text));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The date, null where the text has none that SQL's calendar has. */
  private static LocalDate day(TemporalAccessor parsed) {
    LocalDate day = parsed == null ? null : parsed.query(TemporalQueries.localDate());
    boolean isDay =
        day != null && TimeParser.isDay(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
    return isDay ? day : null;
  }

  /** The date and time, which is midnight where the text has no field of a time. */
  private static LocalDateTime local(TemporalAccessor parsed) {
    LocalDate day = day(parsed);
    if (day == null) {
      return null;
    }
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (time == null) {
      boolean hasPart =
          Arrays.stream(ChronoField.values())
              .anyMatch(field -> field.isTimeBased() && parsed.isSupported(field));
      return hasPart ? null : day.atStartOfDay();
    }
    return day.atTime(time);
  }

  private static boolean isWhole(LocalDateTime local) {
    return local.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MICRO
        == 0; // a finer time would be rounded
  }

  private static long micros(LocalDateTime local) {
    return local.toEpochSecond(ZoneOffset.UTC) * MICROS
        + local.get(ChronoField.NANO_OF_SECOND) / NANOS_PER_MICRO;
  }

  /** What is wrong with the zone that a text names; null where nothing is, or it names none. */
  private static String objection(TemporalAccessor parsed, LocalDateTime local) {
    ZoneId zone = parsed.query(TemporalQueries.zoneId());
    if (zone == null) {
      return null;
    }
    if (!TimeZones.isOne(zone)) {
      return zone + " is the name of several zones; a region such as Europe/Berlin is one";
    }
    ZoneOffset offset = parsed.query(TemporalQueries.offset());
    boolean hasBoth = parsed.isSupported(ChronoField.OFFSET_SECONDS);
    return hasBoth && !zone.getRules().getValidOffsets(local).contains(offset)
        ? offset + " is no offset of " + zone + " then"
        : null;
  }

  /** An offset says more than a region, which may have a time twice. */
  private static ZoneTimes zone(TemporalAccessor parsed, ZoneTimes zone) {
    if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
      return zone.of(ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS)));
    }
    ZoneId named = parsed.query(TemporalQueries.zoneId());
    return named == null ? zone : zone.of(named);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.FieldText;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Text to dates and timestamps by the pipeline's formats, tried in order; a format without an
 * offset is UTC. Strict: every field has its full width and a value that the calendar has; the
 * whole text must match. Public because generated code calls it.
 */
public final class TimeParser implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int LAST_YEAR = 9_999;

  private final List<String> patterns;
  private transient List<FixedWidthTime> fixed;
  private transient List<DateTimeFormatter> free;

  TimeParser(List<String> patterns) {
    this.patterns = new ArrayList<>(patterns);
  }

  /** Microseconds since 1970 UTC, null where no format fits. */
  public Long timestamp(UTF8String text) {
    return first(text, micros -> micros, TimeParser::micros);
  }

  /** Days since 1970, null where no format fits. */
  public Integer date(UTF8String text) {
    return first(
        text,
        micros -> (int) Math.floorDiv(micros, MICROS_PER_DAY),
        parsed -> (int) LocalDate.from(parsed).toEpochDay());
  }

  /** The value by the first pattern that the text has, the quick ones before the others. */
  private <T> T first(
      UTF8String text, LongFunction<T> ofMicros, Function<TemporalAccessor, T> ofParsed) {
    compile();
    for (FixedWidthTime format : fixed) {
      long micros = format.micros(text);
      if (micros != FixedWidthTime.NONE) {
        return ofMicros.apply(micros);
      }
    }
    for (DateTimeFormatter format : free) {
      TemporalAccessor parsed = parse(format, text);
      if (parsed != null) {
        return ofParsed.apply(parsed);
      }
    }
    return null;
  }

  private void compile() {
    if (fixed == null) {
      List<FixedWidthTime> quick = new ArrayList<>();
      List<DateTimeFormatter> slow = new ArrayList<>();
      for (String pattern : patterns) {
        FixedWidthTime.of(pattern).ifPresentOrElse(quick::add, () -> slow.add(formatter(pattern)));
      }
      free = slow;
      fixed = quick;
    }
  }

  /** {@code y} is the year of an era, which strict parsing would ask for; {@code u} is the year. */
  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseStrict()
        .appendPattern(withYears(pattern))
        .toFormatter(Locale.ROOT)
        .withChronology(IsoChronology.INSTANCE)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private static String withYears(String pattern) {
    StringBuilder result = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      quoted ^= c == '\'';
      result.append(c == 'y' && !quoted ? 'u' : c);
    }
    return result.toString();
  }

  private static TemporalAccessor parse(DateTimeFormatter format, UTF8String text) {
    try {
      TemporalAccessor parsed = format.parse(FieldText.stripped(text));
      LocalDate day = parsed.query(TemporalQueries.localDate());
      boolean hasYear = day == null || (day.getYear() >= 1 && day.getYear() <= LAST_YEAR);
      return hasYear ? parsed : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Long micros(TemporalAccessor parsed) {
    try {
      LocalTime time = parsed.query(TemporalQueries.localTime());
      Instant instant =
          parsed.isSupported(ChronoField.INSTANT_SECONDS)
              ? Instant.from(parsed)
              : LocalDate.from(parsed)
                  .atTime(time == null ? LocalTime.MIDNIGHT : time)
                  .toInstant(ZoneOffset.UTC);
      boolean fits =
          instant.get(ChronoField.NANO_OF_SECOND) % NANOS_PER_MICRO
              == 0; // a finer time would be rounded
      return fits ? ChronoUnit.MICROS.between(Instant.EPOCH, instant) : null;
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
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

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.text.Durations;
import io.sluice.text.Glob;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * Type of an option's value.
 *
 * @param allowed completes "it must be …"
 * @param reader text to value; throws any RuntimeException where the text is not allowed
 */
public record OptionType<T>(String allowed, Function<String, T> reader) {
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,18})?");
  private static final Pattern ANYTHING = Pattern.compile(".+", Pattern.DOTALL);

  public static OptionType<Long> wholeNumber(long from, long to) {
    return new OptionType<>("a whole number from " + from + " to " + to, DIGITS, Long::parseLong)
        .where(number -> number >= from && number <= to);
  }

  public static OptionType<Double> ratio() {
    return new OptionType<>("a number from 0 to 1", DECIMAL, Double::parseDouble)
        .where(number -> number <= 1);
  }

  public static OptionType<Duration> duration(int maxDays) {
    String allowed = "a duration of at most %d days, such as 10 minutes or 0".formatted(maxDays);
    return new OptionType<>(allowed, Durations::parse)
        .where(duration -> duration.compareTo(Duration.ofDays(maxDays)) <= 0);
  }

  /**
   * @param because why it may not be shorter, as in "queries need that long"
   */
  public static OptionType<Duration> durationFrom(int minHours, int maxDays, String because) {
    String allowed = "a duration from %d hour to %d days, such as 7 days (%s)";
    return new OptionType<>(allowed.formatted(minHours, maxDays, because), Durations::parse)
        .where(duration -> duration.compareTo(Duration.ofHours(minHours)) >= 0)
        .where(duration -> duration.compareTo(Duration.ofDays(maxDays)) <= 0);
  }

  public static OptionType<Instant> time(int firstYear, int lastYear) {
    String allowed =
        "an ISO-8601 time with its zone in the years %d to %d, such as 2026-01-01T00:00:00Z";
    return new OptionType<>(
            allowed.formatted(firstYear, lastYear), text -> OffsetDateTime.parse(text).toInstant())
        .where(time -> time.atOffset(ZoneOffset.UTC).getYear() >= firstYear)
        .where(time -> time.atOffset(ZoneOffset.UTC).getYear() <= lastYear);
  }

  public static OptionType<String> uri() {
    return new OptionType<>(
        "a path or URI, such as data or hdfs://host/data",
        text -> {
          new Path(text).toUri();
          return text;
        });
  }

  /** Type of a flag. */
  public static OptionType<Boolean> truth() {
    return new OptionType<>("true or false", Boolean::valueOf);
  }

  public static OptionType<LocalDate> date() {
    return new OptionType<>("a date such as 2026-01-31", LocalDate::parse);
  }

  public static OptionType<Glob> glob() {
    return new OptionType<>(
        "a file's name or a pattern such as 'shop-*.csv', in quotes", ANYTHING, Glob::new);
  }

  public static OptionType<String> text(int maxLength) {
    return new OptionType<>("some text of at most " + maxLength + " characters", String::strip)
        .where(text -> !text.isEmpty() && text.length() <= maxLength);
  }

  public static OptionType<String> matching(Pattern pattern, String allowed) {
    return new OptionType<>(allowed, pattern, text -> text);
  }

  /** One of the constants, written in lower case. */
  public static <E extends Enum<E>> OptionType<E> oneOf(List<E> constants) {
    Function<E, String> shown = constant -> constant.name().toLowerCase(Locale.ROOT);
    return new OptionType<>(
        constants.stream().map(shown).collect(Collectors.joining(" or ")),
        text ->
            constants.stream()
                .filter(constant -> shown.apply(constant).equals(text))
                .findFirst()
                .orElseThrow());
  }

  private OptionType(String allowed, Pattern pattern, Function<String, T> reader) {
    this(allowed, text -> reader.apply(ensure(text, pattern.asMatchPredicate())));
  }

  /** The same type with fewer values; what is allowed says so already. */
  private OptionType<T> where(Predicate<T> condition) {
    return new OptionType<>(allowed, text -> ensure(reader.apply(text), condition));
  }

  private static <T> T ensure(T value, Predicate<T> allowed) {
    if (!allowed.test(value)) {
      throw new IllegalArgumentException();
    }
    return value;
  }
}

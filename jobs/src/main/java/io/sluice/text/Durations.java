// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Durations as people write them in pipeline.yaml, directives and options. */
public final class Durations {
  public static final String ALLOWED =
      "a duration, such as 30 seconds, 10 minutes, 3 hours, 90 days or 0";

  // At most nine digits, so that no unit can overflow.
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,9})\\s+(second|minute|hour|day)s?|0");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "second", ChronoUnit.SECONDS,
          "minute", ChronoUnit.MINUTES,
          "hour", ChronoUnit.HOURS,
          "day", ChronoUnit.DAYS);

  private Durations() {}

  /**
   * Reads a whole number and a unit: {@code 10 minutes}, {@code 1 day}, {@code 0}.
   *
   * @throws IllegalArgumentException with a message that says what was found and what is allowed
   */
  public static Duration parse(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("found " + Escaped.quoted(text) + "; allowed: " + ALLOWED);
    }
    return matcher.group(1) == null
        ? Duration.ZERO
        : Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
  }

  /**
   * What {@link #parse} reads, in the largest unit that says it exactly; fractions are left out.
   */
  public static String written(Duration duration) {
    return Stream.of("day", "hour", "minute")
        .filter(unit -> duration.toSeconds() % UNITS.get(unit).getDuration().toSeconds() == 0)
        .findFirst()
        .map(unit -> Counted.of(duration.dividedBy(UNITS.get(unit).getDuration()), unit))
        .orElseGet(() -> Counted.of(duration.toSeconds(), "second"));
  }
}

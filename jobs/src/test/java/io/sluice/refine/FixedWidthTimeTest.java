// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.times.AmbiguousTimes;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedWidthTimeTest {
  private static final ZoneTimes UTC = new ZoneTimes(ZoneOffset.UTC, AmbiguousTimes.QUARANTINE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss",
        "dd.MM.yyyy HH:mm",
        "MM/dd/yyyy",
        "yyyyMMdd"
      })
  void takesFormatsOfFixedWidth(String pattern) {
    assertThat(FixedWidthTime.of(pattern)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HH:mm:ss",
        "yyyy-MM",
        "yy-MM-dd",
        "yyyy-M-d",
        "yyyy-MM-dd H:mm",
        "yyyy-MM-dd hh:mm a",
        "yyyy-MM-dd HH:mm:ss.SSS",
        "yyyy-MM-dd'T'HH:mm:ssXXX",
        "yyyy-MM-dd[ HH:mm]",
        "yyyy-MM-dd 'at' HH:mm",
        "yyyy-MMM-dd",
        "uuuu-MM-dd",
        "yyyy-MM-dd''HH"
      })
  void leavesOthersToTheGeneralFormatter(String pattern) {
    assertThat(FixedWidthTime.of(pattern)).isEmpty();
  }

  @Test
  void agreesWithTheGeneralFormatter() {
    String pattern = "yyyy-MM-dd HH:mm:ss";
    FixedWidthTime fixed = FixedWidthTime.of(pattern).orElseThrow();
    DateTimeFormatter general =
        DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      String text = randomTime(random);

      assertThat(fixed.micros(Text.of(text), UTC)).as(text).isEqualTo(micros(text, general));
    }
  }

  private static long micros(String text, DateTimeFormatter general) {
    try {
      LocalDateTime time = LocalDateTime.parse(text, general);
      return time.getYear() == 0
          ? FixedWidthTime.NONE // a year that SQL doesn't have
          : time.toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    } catch (DateTimeException e) {
      return FixedWidthTime.NONE;
    }
  }

  /** Fields just inside and just outside their limits; now and then a wrong character. */
  private static String randomTime(Random random) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %02d:%02d:%02d",
                random.nextBoolean() ? random.nextInt(10_000) : 1890 + random.nextInt(220),
                random.nextInt(14),
                random.nextInt(4) == 0 ? 27 + random.nextInt(6) : random.nextInt(33),
                random.nextInt(26),
                random.nextInt(62),
                random.nextInt(62)));
    if (random.nextInt(10) == 0) {
      text.setCharAt(random.nextInt(text.length()), "-: x9+".charAt(random.nextInt(6)));
    }
    return text.toString();
  }
}

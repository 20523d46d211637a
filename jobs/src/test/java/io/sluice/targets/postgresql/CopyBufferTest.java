// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopyBufferTest {
  private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

  @Test
  void writesNumbersOfEveryLengthAndScale() {
    for (long unscaled :
        List.of(0L, 1L, -1L, 9L, 10L, -10L, 99L, 12_345L, -98_765L, 100_000L, Long.MAX_VALUE)) {
      for (int scale = 0; scale <= 18; scale++) {
        int digits = scale;
        assertEquals(
            BigDecimal.valueOf(unscaled, scale).toPlainString(),
            written(out -> out.putDecimal(unscaled, digits)));
      }
    }
    assertEquals("-9223372036854775808", written(out -> out.putDecimal(Long.MIN_VALUE, 0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01", "0001-01-01", "1582-10-04", "9999-12-31", "2024-02-29"})
  void writesDates(String date) {
    assertEquals(date, written(out -> out.putDate(LocalDate.parse(date).toEpochDay())));
  }

  @ParameterizedTest
  @CsvSource({"0,0001-01-01 BC", "-43,0044-01-01 BC", "10000,10000-01-01"})
  void writesYearsAsPostgresqlCountsThem(int year, String expected) {
    assertEquals(expected, written(out -> out.putDate(LocalDate.of(year, 1, 1).toEpochDay())));
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00,1970-01-01 00:00:00.000000+00",
    "1969-12-31T23:59:59.999999,1969-12-31 23:59:59.999999+00",
    "2026-11-20T08:05:09.000120,2026-11-20 08:05:09.000120+00",
    "-0043-03-15T12:00:00,0044-03-15 12:00:00.000000+00 BC"
  })
  void writesTimesToTheMicrosecond(LocalDateTime time, String expected) {
    long micros =
        ChronoUnit.MICROS.between(EPOCH.atOffset(ZoneOffset.UTC), time.atOffset(ZoneOffset.UTC));
    assertEquals(expected, written(out -> out.putTimestamp(micros, "+00")));
  }

  @Test
  void escapesWhatEndsValuesAndLines() {
    assertEquals(
        "a\\\\b\\tc\\nd\\re ü€😀 ",
        written(out -> out.putEscaped("a\\b\tc\nd\re ü€😀 ".getBytes(UTF_8))));
    assertEquals("", written(out -> out.putEscaped(new byte[0])));
  }

  @Test
  void writesBytesInHex() {
    assertEquals("\\\\x00ff7f80", written(out -> out.putHex(new byte[] {0, -1, 127, -128})));
  }

  private static String written(Consumer<CopyBuffer> writing) {
    CopyBuffer out = new CopyBuffer(1);
    writing.accept(out);
    return new String(out.toByteArray(), UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yyyy-MM-dd HH:mm:ss        | 2026-01-05 10:20:30             | 2026-01-05T10:20:30Z
          yyyy-MM-dd HH:mm:ss        | `  2026-01-05 10:20:30\t`       | 2026-01-05T10:20:30Z
          yyyy-MM-dd HH:mm:ss        | 2024-02-29 00:00:00             | 2024-02-29T00:00:00Z
          yyyy-MM-dd HH:mm:ss        | 1969-12-31 23:59:59             | 1969-12-31T23:59:59Z
          yyyy-MM-dd HH:mm:ss        | 9999-12-31 23:59:59             | 9999-12-31T23:59:59Z
          yyyy-MM-dd HH:mm           | 2026-01-05 10:20                | 2026-01-05T10:20:00Z
          yyyy-MM-dd                 | 2026-01-05                      | 2026-01-05T00:00:00Z
          yyyy-MM-dd'T'HH:mm:ss      | 2026-01-05T10:20:30             | 2026-01-05T10:20:30Z
          yyyy-MM-dd'T'HH:mm:ss'Z'   | 2026-01-05T10:20:30Z            | 2026-01-05T10:20:30Z
          yyyy-MM-dd'T'HH:mm:ssXXX   | 2026-01-05T10:20:30+02:00       | 2026-01-05T08:20:30Z
          yyyy-MM-dd'T'HH:mm:ssXXX   | 2026-01-05T10:20:30Z            | 2026-01-05T10:20:30Z
          yyyy-MM-dd HH:mm:ssZ       | 2026-01-05 00:20:30-0500        | 2026-01-05T05:20:30Z
          yyyy-MM-dd HH:mm:ss.SSS    | 2026-01-05 10:20:30.125         | 2026-01-05T10:20:30.125Z
          yyyy-MM-dd HH:mm:ss.SSSSSS | 2026-01-05 10:20:30.000001      | 2026-01-05T10:20:30.000001Z
          yyyy-MM-dd HH:mm:ss.SSSSSS | 1969-12-31 23:59:59.999999      | 1969-12-31T23:59:59.999999Z
          yyyy-MM-dd HH:mm:ss.SSSSSSSSS | 2026-01-05 10:20:30.000001000 | 2026-01-05T10:20:30.000001Z
          dd.MM.yyyy HH:mm:ss        | 05.01.2026 10:20:30             | 2026-01-05T10:20:30Z
          ddMMyyyyHHmmss             | 05012026102030                  | 2026-01-05T10:20:30Z
          yyyy-MM-dd[ HH:mm:ss]      | 2026-01-05 10:20:30             | 2026-01-05T10:20:30Z
          d MMM yyyy HH:mm           | 5 Jan 2026 10:20                | 2026-01-05T10:20:00Z
          dd/MM/yyyy 'at' HH:mm      | 05/01/2026 at 10:20             | 2026-01-05T10:20:00Z
          yyyy-MM-dd hh:mm a         | 2026-01-05 12:20 AM             | 2026-01-05T00:20:00Z
          yyyy-MM-dd hh:mm a         | 2026-01-05 12:20 PM             | 2026-01-05T12:20:00Z
          d MMMM yyyy HH:mm          | 5 January 2026 10:20            | 2026-01-05T10:20:00Z
          EEEE, d MMM yyyy           | Monday, 5 Jan 2026              | 2026-01-05T00:00:00Z
          dd.MM.yy HH:mm             | 05.01.99 12:00                  | 2099-01-05T12:00:00Z
          yyyy-MM-ddXXX              | 2026-01-05+01:00                | 2026-01-04T23:00:00Z
          yyyy-MM-dd HH:mm:ss VV     | 2026-07-01 12:00:00 Europe/Berlin | 2026-07-01T10:00:00Z
          yyyy-MM-dd HH:mm:ss VV     | 2026-07-01 12:00:00 +02:00      | 2026-07-01T10:00:00Z
          yyyy-MM-dd HH:mm:ss VV     | 2026-07-01 12:00:00 UTC         | 2026-07-01T12:00:00Z
          yyyy-MM-dd HH:mm:ss O      | 2026-07-01 12:00:00 GMT+2       | 2026-07-01T10:00:00Z
          yyyy-MM-dd HH:mm:ssXXX'['VV']' | 2026-10-25 02:30:00+01:00[Europe/Berlin] | 2026-10-25T01:30:00Z
          YYYY-'W'ww-e               | 2026-W53-7                      | 2027-01-03T00:00:00Z
          """)
  void readsTimestamps(String format, String text, Instant value) {
    assertThat(timestamp(text, format)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yyyy-MM-dd HH:mm:ss        | ``
          yyyy-MM-dd HH:mm:ss        | ` `
          yyyy-MM-dd HH:mm:ss        | 10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-01-05
          yyyy-MM-dd HH:mm:ss        | 2026-01-05T10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-01-05  10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-1-5 10:20:30
          yyyy-MM-dd HH:mm:ss        | 26-01-05 10:20:30
          yyyy-MM-dd HH:mm:ss        | 12026-01-05 10:20:30
          yyyy-MM-dd HH:mm:ss        | -026-01-05 10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-01-05 10:20:30Z
          yyyy-MM-dd HH:mm:ss        | 2026-01-05 10:20:30.000
          yyyy-MM-dd HH:mm:ss        | 2026-13-05 10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-00-05 10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-01-00 10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-02-29 10:20:30
          yyyy-MM-dd HH:mm:ss        | 2024-02-30 10:20:30
          yyyy-MM-dd HH:mm:ss        | 1900-02-29 10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-04-31 10:20:30
          yyyy-MM-dd HH:mm:ss        | 2026-01-05 24:00:00
          yyyy-MM-dd HH:mm:ss        | 2026-01-05 10:60:00
          yyyy-MM-dd HH:mm:ss        | 2026-01-05 23:59:60
          yyyy-MM-dd HH:mm:ss        | ２０２６-01-05 10:20:30
          yyyy-MM-dd HH:mm:ss        | ٢٠٢٦-01-05 10:20:30
          yyyy-MM-dd HH:mm:ss        | today
          yyyy-MM-dd'T'HH:mm:ss      | 2026-01-05 10:20:30
          yyyy-MM-dd'T'HH:mm:ss      | 2026-01-05t10:20:30
          yyyy-MM-dd'T'HH:mm:ssXXX   | 2026-01-05T10:20:30
          yyyy-MM-dd'T'HH:mm:ssXXX   | 2026-01-05T10:20:30+0200
          yyyy-MM-dd'T'HH:mm:ssXXX   | 2026-01-05T10:20:30+25:00
          yyyy-MM-dd'T'HH:mm:ssXXX   | 2026-02-30T10:20:30Z
          yyyy-MM-dd'T'HH:mm:ssXXX   | 2026-01-05T24:00:00Z
          yyyy-MM-dd'T'HH:mm:ssXXX   | 2026-01-05T23:59:60Z
          yyyy-MM-dd HH:mm:ss.SSS    | 2026-01-05 10:20:30.12
          yyyy-MM-dd HH:mm:ss.SSS    | 2026-01-05 10:20:30.1250
          yyyy-MM-dd[ HH][:mm]       | 2026-01-05:30
          yyyy[-MM-dd]               | 2026
          yyyy-MM-dd HH:mm:ss VV     | 2026-07-01 12:00:00 CET
          yyyy-MM-dd HH:mm:ss VV     | 2026-07-01 12:00:00 EST
          yyyy-MM-dd HH:mm:ss VV     | 2026-07-01 12:00:00 EST5EDT
          yyyy-MM-dd HH:mm:ss VV     | 2026-03-29 02:30:00 Europe/Berlin
          yyyy-MM-dd HH:mm:ss VV     | 2026-10-25 02:30:00 Europe/Berlin
          yyyy-MM-dd HH:mm:ssXXX'['VV']' | 2026-07-01 12:00:00+01:00[Europe/Berlin]
          yyyy-MM-dd HH:mm:ssXXX     | 9999-12-31 23:59:59-01:00
          yyyy-MM-dd HH:mm:ssXXX     | 0001-01-01 00:00:00+01:00
          d MMM yyyy HH:mm           | 31 Apr 2026 10:20
          d MMM yyyy HH:mm           | 5 JAN 2026 10:20
          """)
  void refusesWhatTheFormatDoesNotSay(String format, String text) {
    assertThat(timestamp(text, format)).isNull();
  }

  @Test
  void quotedTextStaysAsItIs() {
    assertThat(timestamp("day 05/01/2026 by 10:20", "'day' dd/MM/yyyy 'by' HH:mm"))
        .isEqualTo("2026-01-05T10:20:00Z");
    assertThat(timestamp("dau 05/01/2026 bu 10:20", "'day' dd/MM/yyyy 'by' HH:mm")).isNull();
  }

  @Test
  void neverRoundsAFraction() {
    assertThat(timestamp("2026-01-05 10:20:30.000001001", "yyyy-MM-dd HH:mm:ss.SSSSSSSSS"))
        .isNull();
  }

  @Test
  void triesTheFormatsInOrder() {
    String[] formats = {"dd/MM/yyyy HH:mm", "MM/dd/yyyy HH:mm", "yyyy-MM-dd'T'HH:mm:ssXXX"};

    assertThat(timestamp("05/01/2026 10:20", formats)).isEqualTo("2026-01-05T10:20:00Z");
    assertThat(timestamp("01/31/2026 10:20", formats)).isEqualTo("2026-01-31T10:20:00Z");
    assertThat(timestamp("2026-01-05T10:20:30+01:00", formats)).isEqualTo("2026-01-05T09:20:30Z");
    assertThat(timestamp("31/31/2026 10:20", formats)).isNull();
    assertThat(timestamp("05/01/2026", "d/M/yyyy", "MM/dd/yyyy")).isEqualTo("2026-01-05T00:00:00Z");
    assertThat(timestamp("05/01/2026", "MM/dd/yyyy", "d/M/yyyy")).isEqualTo("2026-05-01T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "yyyy-MM-dd, 2026-01-05, 2026-01-05",
    "yyyy-MM-dd, ' 2024-02-29 ', 2024-02-29",
    "yyyy-MM-dd, 1969-12-31, 1969-12-31",
    "yyyy-MM-dd, 0001-01-01, 0001-01-01",
    "dd.MM.yyyy, 05.01.2026, 2026-01-05",
    "d.M.yyyy, 5.1.2026, 2026-01-05",
    "yyyy-MM-dd HH:mm:ss, 1969-12-31 23:59:59, 1969-12-31",
    "yyyyMMdd, 20260105, 2026-01-05",
    "yyyy-DDD, 2026-032, 2026-02-01",
    "YYYY-'W'ww-e, 2026-W01-1, 2025-12-29",
    "YYYY-'W'ww-e, 2026-W53-7, 2027-01-03",
    "d-MMM-yy, 5-Jan-70, 2070-01-05",
    "d MMMM yyyy, 5 September 2026, 2026-09-05",
  })
  void readsDates(String format, String text, LocalDate value) {
    assertThat(new TimeParser(List.of(format)).date(Text.of(text)))
        .isEqualTo((int) value.toEpochDay());
  }

  @ParameterizedTest
  @CsvSource({
    "yyyy-MM-dd, 2026-02-29",
    "yyyy-MM-dd, 2026-1-5",
    "yyyy-MM-dd, 2026-01-05 00:00:00",
    "yyyy-MM-dd, ''",
    "d.M.yyyy, 31.4.2026",
    "d.M.yyyy, 5.1.26",
    "yyyy-DDD, 2026-366",
    "YYYY-'W'ww-e, 2025-W53-1",
    "yyyy[-MM[-dd]], 2026-01",
  })
  void refusesDatesThatTheCalendarDoesNotHave(String format, String text) {
    assertThat(new TimeParser(List.of(format)).date(Text.of(text))).isNull();
  }

  private static Instant timestamp(String text, String... formats) {
    Long micros = new TimeParser(List.of(formats)).timestamp(Text.of(text));
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternCheckTest {
  private static final PatternCheck TIMESTAMPS = new PatternCheck(true, ZoneOffset.UTC);
  private static final PatternCheck DATES = new PatternCheck(false, ZoneOffset.UTC);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mm:ss'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.SSSSSSSXXX",
        "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS][XXX]",
        "yyyy-MM-dd'T'HH:mm:ssXXX'['VV']'",
        "MM/dd/yyyy hh:mm:ss a",
        "M/d/yyyy h:mm a",
        "yyyyMMddHHmmssSSS",
        "yyyyMMddHHmm",
        "ddMMyyyy HHmm",
        "HH:mm dd.MM.yyyy",
        "yyyy-MM-dd HH",
        "yyyy-MM-dd HH:mm:ss VV",
        "yyyy-MM-dd HH:mm:ss O",
        "yyyy-MM-dd HH:mm:ss Z",
        "yyyy-MM-dd HH:mm:ss x",
        "yyyy-MM-dd HH:mm:ss,SSS",
        "yyyy-MM-dd HH:mm:ss.n",
        "yyyy-MM-dd kk:mm",
        "yyyy-MM-dd A",
        "dd.MM.yy HH:mm",
        "d.M.yyyy H:m",
        "EEE, d MMM yyyy HH:mm:ss Z",
        "EEEE, d MMMM yyyy HH:mm",
        "EEE MMM d HH:mm:ss yyyy",
        "yyyy-MM-dd HH:mm:ss[.SSS]",
        "yyyy-MM-dd[ HH[:mm[:ss]]]",
        "yyyy-MM-dd HH:mm[:ss][.SSSSSS][.SSS]",
        "yyyy-MM-dd[ hh:mm][ a]",
        "yyyy[-MM[-dd]]",
        "[yyyy-MM-dd][dd.MM.yyyy] HH:mm",
        "[yyyyMMdd'T'HHmmss][yyyy-MM-dd HH:mm:ss]",
        "dd/MM/yyyy 'at' HH:mm",
        "dd MMM yyyy HH 'h' mm",
        "yyyy-MM-dd",
        "uuuu-MM-dd HH:mm:ss",
        "yyyy-DDD",
        "yyyyDDD HHmm",
        "YYYY-'W'ww-e",
        "YYYY'W'wwe",
        "yyyy-MM-dd G",
        "d-MMM-yy",
        "yyyy年MM月dd日",
        "yyyy''MM''dd",
        "g",
      })
  void takes_what_gives_a_whole_time_and_reads_what_it_writes(String pattern) {
    assertThat(TIMESTAMPS.objection(pattern)).isEmpty();
    assertThat(DATES.objection(pattern)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yyyy-mm-dd | which gives no month: mm is the minute; write yyyy-MM-dd
          mm/dd/yyyy | which gives no month: mm is the minute; write MM/dd/yyyy
          dd mm yyyy | which gives no month: mm is the minute; write dd MM yyyy
          dd-mmm-yyyy | which is no such pattern (Too many pattern letters: m): mmm is the minute; write dd-MMM-yyyy
          YYYY-MM-dd | which gives no year: YYYY is the year that a week belongs to; write yyyy-MM-dd
          dd.MM.YY | which gives no year: YY is the year that a week belongs to; write dd.MM.yy
          YYYY-MM-DD | which gives no year: YYYY is the year that a week belongs to, DD is the day of the year; write yyyy-MM-dd
          YYYY-mm-DD | which gives no year: YYYY is the year that a week belongs to, mm is the minute, DD is the day of the year; write yyyy-MM-dd
          yyyy-MM-DD | in which DD is the day of the year; write yyyy-MM-dd
          MM/DD/yyyy | in which DD is the day of the year; write MM/dd/yyyy
          yyyyMMDD | which can't read what it writes itself: '20260105': DD is the day of the year; write yyyyMMdd
          %Y-%m-%d | which has signs of strftime or MySQL; write yyyy-MM-dd
          %d/%m/%y | which has signs of strftime or MySQL; write dd/MM/yy
          %d %b %Y | which has signs of strftime or MySQL; write dd MMM yyyy
          Y-m-d | which has single letters, as those of PHP; write yyyy-MM-dd
          d/m/Y | which has single letters, as those of PHP; write dd/MM/yyyy
          DD-MON-YYYY | which has signs of Oracle or PostgreSQL; write dd-MMM-yyyy
          dddd, d MMMM yyyy | which is no such pattern (Too many pattern letters: d): dddd is too long for the day of the month; write EEEE, d MMMM yyyy
          yyyy | which gives no month and no day
          yyyy-MM | which gives no day
          MM-dd | which gives no year
          HH:mm:ss | which gives no year and no month and no day
          yyyy-ww | which gives no day: yyyy is the year of a date, Y that of a week
          YYYY-ww | which gives no day
          yyyy-'W'ww-e | which gives no whole date: yyyy is the year of a date, Y that of a week; write YYYY-'W'ww-e
          yyyy-bb | which is no such pattern (Unknown pattern letter: b)
          yyyy-MM-dd' | which is no such pattern (Pattern ends with an incomplete string literal)
          yyyy-MM-dd] | which is no such pattern (Pattern invalid as it contains ] without previous [)
          yyyy-MMMMM-dd | which reads '2026-J-05' as another time than that which it wrote, 2026-01-05T01:02:03.004005
          yyyy-MM W e | in which W is the week of a month, which countries count in different ways
          [dd/MM/yyyy][yyyy-mm-dd] | which gives no month: mm is the minute; write [dd/MM/yyyy][yyyy-MM-dd]
          [MM/dd/yyyy][dd/MM/yyyy] | which reads '05/01/2026' as another time than that which it wrote, 2026-01-05T01:02:03.004005
          [yyyy-MM-dd][yyyy-MM-dd HH:mm] | which can't read what it writes itself: '2026-01-05 01:02'
          ` ` | a blank text
          """)
  void refuses_patterns_without_a_whole_date(String pattern, String objection) {
    assertThat(TIMESTAMPS.objection(pattern)).hasValue(objection);
    assertThat(DATES.objection(pattern)).hasValue(objection);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yyyy-MM-dd hh:mm:ss | which gives no time of day: hh is an hour of half a day, which needs a for AM or PM; write yyyy-MM-dd HH:mm:ss
          yyyy-MM-dd KK:mm | which gives no time of day: KK is an hour of half a day, which needs a for AM or PM; write yyyy-MM-dd HH:mm
          yyyy-MM-dd mm:ss | which gives no time of day
          yyyy-MM-dd HH:mm:ss[.SSS][.SSSSSS] | which can't read what it writes itself: '2026-01-05 01:02:03.004005'
          yyyy-MM-dd HH:ss | which gives no time of day
          yyyy-MM-dd[ hh:mm] | which gives no time of day: hh is an hour of half a day, which needs a for AM or PM; write yyyy-MM-dd[ HH:mm]
          yyyy-MM-dd HH:mm:SS | which gives no time of day: SS is a fraction of a second; write yyyy-MM-dd HH:mm:ss
          yyyy-MM-dd HH:nn:ss | which gives no time of day: nn is the nanosecond; write yyyy-MM-dd HH:mm:ss
          """)
  void refuses_half_a_time_of_day_in_timestamps(String pattern, String objection) {
    assertThat(TIMESTAMPS.objection(pattern)).hasValue(objection);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yyyy-MM-dd hh:mm:ss", "dd/MM/yyyy hh:mm", "yyyy-MM-dd HH:mm:SS"})
  void takes_half_a_time_of_day_in_dates(String pattern) {
    assertThat(DATES.objection(pattern)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          yyyy-MM-dd HH:MM | yyyy-MM-dd HH:mm
          yyyy-MM-dd HH:MM:ss | yyyy-MM-dd HH:mm:ss
          yyyy-mm-dd HH:MM:SS | yyyy-MM-dd HH:mm:ss
          yyyy-mm-dd HH:MM:ss | yyyy-MM-dd HH:mm:ss
          HH:MM dd.MM.yyyy | HH:mm dd.MM.yyyy
          yyyyMMddHHMMss | yyyyMMddHHmmss
          yyyyMMddHHMM | yyyyMMddHHmm
          YYYY-MM-DD HH:mm:ss | yyyy-MM-dd HH:mm:ss
          YYYY-MM-DD hh:mm:ss A | yyyy-MM-dd hh:mm:ss a
          YYYY-MM-DDTHH:mm:ssZ | yyyy-MM-dd'T'HH:mm:ssXXX
          YYYY-MM-DD HH24:MI:SS | yyyy-MM-dd HH:mm:ss
          yyyy-mm-dd hh24:mi:ss | yyyy-MM-dd HH:mm:ss
          DD-MON-RR HH12:MI:SS AM | dd-MMM-yy hh:mm:ss a
          YYYY-MM-DD"T"HH24:MI:SS.FF3 | yyyy-MM-dd'T'HH:mm:ss.SSS
          %Y-%m-%d %H:%M:%S | yyyy-MM-dd HH:mm:ss
          %Y-%m-%dT%H:%M:%S | yyyy-MM-dd'T'HH:mm:ss
          %Y-%m-%d %H:%M:%S.%f | yyyy-MM-dd HH:mm:ss.SSSSSS
          %d/%m/%Y %I:%M %p | dd/MM/yyyy hh:mm a
          %Y-%m-%d %H:%i:%s | yyyy-MM-dd HH:mm:ss
          %Y-%m-%d %T | yyyy-MM-dd HH:mm:ss
          %M %d, %Y | MMMM dd, yyyy
          %c/%e/%Y %H:%i | M/d/yyyy HH:mm
          yyyy-MM-dd HH:mm:ss UTC | yyyy-MM-dd HH:mm:ss 'UTC'
          yyyy-MM-ddTHH:mm:ssZ | yyyy-MM-dd'T'HH:mm:ssXXX
          Y-m-d H:i:s | yyyy-MM-dd HH:mm:ss
          yyyy-MM-ddTHH:mm:ss | yyyy-MM-dd'T'HH:mm:ss
          yyyy-MM-dd"T"HH:mm:ss | yyyy-MM-dd'T'HH:mm:ss
          MM/dd/yyyy hh:mm:ss tt | MM/dd/yyyy hh:mm:ss a
          yyyy-MM-dd HH:mm:ss.fff | yyyy-MM-dd HH:mm:ss.SSS
          yyyy-MM-dd HH:mm:ss.FFF | yyyy-MM-dd HH:mm:ss.SSS
          yyyy-MM-dd HH:mm:ss.fffzzz | yyyy-MM-dd HH:mm:ss.SSSXXX
          yyyy-MM-ddTHH:mm:ssK | yyyy-MM-dd'T'HH:mm:ssXXX
          yyyy-MM-dd HH:mm:ss.sss | yyyy-MM-dd HH:mm:ss.SSS
          dd/mm/yyyy hh:nn:ss | dd/MM/yyyy HH:mm:ss
          yyyy-MM-dd HH:mm:ss z | yyyy-MM-dd HH:mm:ss XXX
          yyyy-MM-dd HH:mm:ss v | yyyy-MM-dd HH:mm:ss XXX
          yyyy-MM-dd HH:mm:ss[ zzz] | yyyy-MM-dd HH:mm:ss[ XXX]
          """)
  void says_what_to_write_instead(String pattern, String instead) {
    assertThat(TIMESTAMPS.objection(pattern).orElse("fine")).endsWith("; write " + instead);
    assertThat(TIMESTAMPS.objection(instead)).isEmpty();
  }

  @Test
  void names_the_zones_that_have_one_name() {
    String objection =
        "in which z reads names such as EST, IST or BST, each of which is the name of several"
            + " zones (VV reads regions such as Europe/Berlin; a name that is always the same is"
            + " put in quotes, with source.time-zone saying what it means); write"
            + " yyyy-MM-dd HH:mm XXX";

    assertThat(TIMESTAMPS.objection("yyyy-MM-dd HH:mm z")).hasValue(objection);
    assertThat(DATES.objection("yyyy-MM-dd HH:mm z")).hasValue(objection);
  }

  @Test
  void refuses_a_text_that_says_utc_where_the_zone_is_another() {
    PatternCheck berlin = new PatternCheck(true, ZoneId.of("Europe/Berlin"));

    assertThat(berlin.objection("yyyy-MM-dd'T'HH:mm:ss'Z'"))
        .hasValue("whose 'Z' would be a time of source.time-zone Europe/Berlin; write X for it");
    assertThat(berlin.objection("yyyy-MM-dd HH:mm' UTC'"))
        .hasValue(
            "whose ' UTC' would be a time of source.time-zone Europe/Berlin; write VV for it");
    assertThat(berlin.objection("yyyy-MM-dd'T'HH:mm:ssX")).isEmpty();
    assertThat(new PatternCheck(true, ZoneId.of("Etc/UTC")).objection("yyyy-MM-dd HH:mm'Z'"))
        .isEmpty();
    assertThat(new PatternCheck(false, ZoneId.of("Europe/Berlin")).objection("yyyy-MM-dd'Z'"))
        .isEmpty();
  }
}

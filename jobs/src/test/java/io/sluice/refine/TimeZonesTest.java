// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.times.AmbiguousTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Local times of a zone, those among them that the zone doesn't have or has twice. */
class TimeZonesTest {
  private static final String QUICK = "yyyy-MM-dd HH:mm:ss";
  private static final String GENERAL = "yyyy-MM-dd HH:mm:ss[.SSS]";
  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final Instant FROM = Instant.parse("1890-01-01T00:00:00Z");
  private static final Instant SOON = Instant.parse("2040-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2160-01-01T00:00:00Z");

  static Stream<ZoneId> zones() {
    return Stream.of(
            "Europe/Berlin", // and double summer time in 1945
            "Europe/Dublin", // whose summer time is below zero
            "America/New_York",
            "America/Sao_Paulo", // at midnight
            "America/Havana",
            "Australia/Lord_Howe", // by half an hour
            "Asia/Kathmandu",
            "Asia/Pyongyang",
            "Pacific/Apia", // by a whole day
            "Africa/Casablanca", // around each Ramadan
            "Africa/Monrovia", // by 44 minutes and 30 seconds
            "Antarctica/Troll", // by two hours
            "Etc/GMT+5",
            "UTC",
            "+05:45")
        .map(ZoneId::of);
  }

  @ParameterizedTest
  @MethodSource("zones")
  void read_as_java_time_resolves_them(ZoneId zone) {
    for (AmbiguousTimes ambiguous : AmbiguousTimes.values()) {
      TimeParser quick = new TimeParser(List.of(QUICK), zone, ambiguous);
      TimeParser general = new TimeParser(List.of(GENERAL), zone, ambiguous);
      for (LocalDateTime time : aroundChanges(zone, Duration.ofMinutes(15))) {
        Long expected = expected(time, zone, ambiguous);

        assertThat(quick.timestamp(text(time))).as("%s %s", time, zone).isEqualTo(expected);
        assertThat(general.timestamp(text(time))).as("%s %s", time, zone).isEqualTo(expected);
      }
    }
  }

  @Test
  void every_region_agrees_at_the_edges_of_its_changes() {
    AmbiguousTimes ambiguous = AmbiguousTimes.QUARANTINE;
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(id);
      TimeParser parser = new TimeParser(List.of(QUICK), zone, ambiguous);
      for (LocalDateTime time : edges(zone)) {
        assertThat(parser.timestamp(text(time)))
            .as("%s %s", time, zone)
            .isEqualTo(expected(time, zone, ambiguous));
      }
    }
  }

  @Test
  void every_quarter_of_an_hour_of_a_year_is_read() {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    TimeParser parser = new TimeParser(List.of(QUICK), zone, AmbiguousTimes.QUARANTINE);
    TimeParser named = new TimeParser(List.of(QUICK + " VV"));
    int refused = 0;
    LocalDateTime end = LocalDateTime.parse("2027-01-01T00:00:00");
    for (LocalDateTime time = end.minusYears(1); time.isBefore(end); time = time.plusMinutes(15)) {
      Long expected = expected(time, zone, AmbiguousTimes.QUARANTINE);
      refused += expected == null ? 1 : 0;

      assertThat(parser.timestamp(text(time))).as("%s", time).isEqualTo(expected);
      assertThat(named.timestamp(Text.of(WRITTEN.format(time) + " Europe/Berlin")))
          .as("%s", time)
          .isEqualTo(expected);
    }
    assertThat(refused).as("an hour that is not there, and one that is twice").isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          2026-03-29 02:30:00 | QUARANTINE | -
          2026-03-29 02:30:00 | EARLIER    | -
          2026-03-29 02:30:00 | LATER      | -
          2026-10-25 02:30:00 | QUARANTINE | -
          2026-10-25 02:30:00 | EARLIER    | 2026-10-25T00:30:00Z
          2026-10-25 02:30:00 | LATER      | 2026-10-25T01:30:00Z
          2026-10-25 03:00:00 | QUARANTINE | 2026-10-25T02:00:00Z
          2026-10-25 01:59:59 | QUARANTINE | 2026-10-24T23:59:59Z
          2026-07-01 12:00:00 | QUARANTINE | 2026-07-01T10:00:00Z
          2026-07-01 12:00:00+00:00 | QUARANTINE | 2026-07-01T12:00:00Z
          2026-10-25 02:30:00+01:00 | QUARANTINE | 2026-10-25T01:30:00Z
          2026-07-01 12:00:00America/New_York | QUARANTINE | 2026-07-01T16:00:00Z
          2026-11-01 01:30:00America/New_York | LATER | 2026-11-01T06:30:00Z
          9999-12-31 23:59:59 | QUARANTINE | 9999-12-31T22:59:59Z
          0001-01-01 00:00:00 | QUARANTINE | -
          """)
  void text_says_more_than_the_pipeline(String text, AmbiguousTimes ambiguous, Instant value) {
    TimeParser parser =
        new TimeParser(
            List.of(QUICK + "[XXX]", QUICK + "VV"), ZoneId.of("Europe/Berlin"), ambiguous);
    Long micros = parser.timestamp(Text.of(text));

    assertThat(micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
        .isEqualTo(value);
  }

  @Test
  void time_that_is_not_there_is_no_time_by_a_later_format() {
    TimeParser parser =
        new TimeParser(
            List.of("dd/MM/yyyy HH:mm", "MM/dd/yyyy HH:mm"),
            ZoneId.of("America/Sao_Paulo"),
            AmbiguousTimes.QUARANTINE);

    assertThat(parser.timestamp(Text.of("04/11/2018 00:30"))).isNull();
    assertThat(parser.timestamp(Text.of("04/12/2018 00:30"))).isNotNull();
  }

  @Test
  void dates_have_no_zone() {
    LocalDate skipped = LocalDate.parse("2011-12-30"); // in Apia

    for (String pattern : List.of("yyyy-MM-dd", "yyyy-M-d", "yyyy-MM-dd[ HH:mm]")) {
      assertThat(new TimeParser(List.of(pattern)).date(Text.of("2011-12-30")))
          .isEqualTo((int) skipped.toEpochDay());
    }
    assertThat(
            new TimeParser(List.of("yyyy-MM-dd HH:mm VV"))
                .date(Text.of("2026-03-29 02:30 Europe/Berlin")))
        .isEqualTo((int) LocalDate.parse("2026-03-29").toEpochDay());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2026-02-30 02:30:00 | ; formats tried: yyyy-MM-dd HH:mm:ss | ; formats tried: yyyy-MM-dd HH:mm:ss @ yyyy-MM-dd HH:mm:ss.SSSSSSSSS VV
          2026-03-29 02:30:00 | : it does not exist in Europe/Berlin; format: yyyy-MM-dd HH:mm:ss | : it does not exist in Europe/Berlin, whose clocks went from 2026-03-29T02:00 to 2026-03-29T03:00; format: yyyy-MM-dd HH:mm:ss
          2026-10-25 02:30:00 | : it is there twice in Europe/Berlin; source.ambiguous-times can say which is meant; format: yyyy-MM-dd HH:mm:ss | : it is there twice in Europe/Berlin, at +02:00 and at +01:00; source.ambiguous-times can say which is meant; format: yyyy-MM-dd HH:mm:ss
          0001-01-01 00:00:00 | : in UTC it is not in the years 0001 to 9999; format: yyyy-MM-dd HH:mm:ss | : in UTC it is not in the years 0001 to 9999; format: yyyy-MM-dd HH:mm:ss
          2026-03-29 02:30:00.000000000 Europe/Rome | : it does not exist in its zone; FORMAT | : it does not exist in Europe/Rome, whose clocks went from 2026-03-29T02:00 to 2026-03-29T03:00; FORMAT
          2026-03-29 12:30:00.000000001 Europe/Rome | : it is finer than microseconds; FORMAT | : it is finer than microseconds; FORMAT
          2026-03-29 12:30:00.000000000 CET | : its zone is not one zone; FORMAT | : CET is the name of several zones; a region such as Europe/Berlin is one; FORMAT
          """)
  void says_why_a_text_is_no_time(String text, String hidden, String shown) {
    String other = QUICK + ".SSSSSSSSS VV";
    TimeParser parser =
        new TimeParser(
            List.of(QUICK, other), ZoneId.of("Europe/Berlin"), AmbiguousTimes.QUARANTINE);
    String why = shown.replace("@", "|").replace("FORMAT", "format: " + other);
    String whyHidden = hidden.startsWith(";") ? why : hidden.replace("FORMAT", "format: " + other);

    assertThat(parser.timestamp(Text.of(text))).isNull();
    assertThat(parser.timestampObjection(Text.of(text), false)).isEqualTo(why);
    assertThat(parser.timestampObjection(Text.of(text), true)).isEqualTo(whyHidden);
  }

  /** What java.time makes of a local time; null for one that is to be quarantined. */
  private static Long expected(LocalDateTime time, ZoneId zone, AmbiguousTimes ambiguous) {
    ZonedDateTime first = ZonedDateTime.of(time, zone).withEarlierOffsetAtOverlap();
    ZonedDateTime last = first.withLaterOffsetAtOverlap();
    boolean isThere = first.toLocalDateTime().equals(time);
    boolean isOne = first.equals(last) || ambiguous != AmbiguousTimes.QUARANTINE;
    ZonedDateTime meant = ambiguous == AmbiguousTimes.LATER ? last : first;
    return isThere && isOne ? meant.toEpochSecond() * 1_000_000 : null;
  }

  private static org.apache.spark.unsafe.types.UTF8String text(LocalDateTime time) {
    return Text.of(WRITTEN.format(time));
  }

  private static List<LocalDateTime> aroundChanges(ZoneId zone, Duration step) {
    List<LocalDateTime> times =
        new ArrayList<>(List.of(LocalDateTime.parse("1800-06-01T12:00:00")));
    times.add(LocalDateTime.parse("2999-06-01T12:00:00"));
    for (ZoneOffsetTransition change : changes(zone, TO)) {
      LocalDateTime at = change.getDateTimeBefore().minusHours(2);
      for (int i = 0; i * step.toMinutes() <= 240; i++) {
        times.add(at.plus(step.multipliedBy(i)));
      }
    }
    return times;
  }

  private static List<LocalDateTime> edges(ZoneId zone) {
    List<LocalDateTime> times = new ArrayList<>();
    for (ZoneOffsetTransition change : changes(zone, SOON)) {
      for (LocalDateTime edge : List.of(change.getDateTimeBefore(), change.getDateTimeAfter())) {
        times.addAll(List.of(edge.minusSeconds(1), edge, edge.plusSeconds(1)));
      }
    }
    return times;
  }

  private static List<ZoneOffsetTransition> changes(ZoneId zone, Instant until) {
    List<ZoneOffsetTransition> changes = new ArrayList<>();
    ZoneRules rules = zone.getRules();
    ZoneOffsetTransition change = rules.nextTransition(FROM);
    while (change != null && change.getInstant().isBefore(until)) {
      changes.add(change);
      change = rules.nextTransition(change.getInstant());
    }
    return changes;
  }
}

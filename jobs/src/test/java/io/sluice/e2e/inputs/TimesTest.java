// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of dates and times in many formats, zones and hours. */
@ExtendWith(SparkSessionExtension.class)
class TimesTest {
  private static final String FORMATS =
      "\"yyyy-MM-dd HH:mm:ss\", \"yyyy-MM-dd'T'HH:mm:ss.SSSSSSSXXX\", \"MM/dd/yyyy hh:mm:ss a\","
          + " \"yyyyMMddHHmmssSSS\", \"yyyy-MM-dd HH:mm:ss VV\", \"dd.MM.yy HH:mm\","
          + " \"EEE, d MMM yyyy HH:mm:ss Z\", \"yyyy-MM-dd HH:mm:ss[.SSS]\"";
  private static final String TRIED =
      FORMATS.replace("\", \"", " | ").replace("\",\"", " | ").replace("\"", "");
  private static final String CLOCK =
      """
      source:
        schema: id STRING NOT NULL, at TIMESTAMP NOT NULL, d DATE
        timestamp-formats: [%s]
        date-formats: ["dd/MM/yyyy", "yyyy-DDD", "YYYY-'W'ww-e", "d-MMM-yy"]
      %stable: ticks
      key: [id]
      event-date: day
      gate: {max-quarantined-ratio: 1.0}
      """;

  @TempDir private Path folder;

  @Test
  void every_text_is_its_own_time_or_quarantined() throws IOException {
    Workspace workspace = workspace(CLOCK.formatted(FORMATS, ""));
    try (InputStream file = getClass().getResourceAsStream("/inputs/times/ticks.csv")) {
      workspace.land("ticks.csv", new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }

    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(published(workspace))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("frac7zero", "2026-01-05T12:00:00.123456Z null 2026-01-05"),
                Map.entry("midnightAM", "2026-01-05T00:00:00Z null 2026-01-05"),
                Map.entry("noonPM", "2026-01-05T12:00:00Z null 2026-01-05"),
                Map.entry("compact", "2026-01-05T12:00:00.123Z null 2026-01-05"),
                Map.entry("utc_name", "2026-07-01T12:00:00Z null 2026-07-01"),
                Map.entry("two_digit", "2026-01-05T12:00:00Z null 2026-01-05"),
                Map.entry("two_digit99", "2099-01-05T12:00:00Z null 2099-01-05"),
                Map.entry("weekday_right", "2026-01-05T11:00:00Z null 2026-01-05"),
                Map.entry("opt_frac", "2026-01-05T12:00:00.250Z null 2026-01-05"),
                Map.entry("date_dmy", "2026-01-05T12:00:00Z 2026-12-31 2026-01-05"),
                Map.entry("date_doy_ok", "2026-01-05T12:00:00Z 2026-12-31 2026-01-05"),
                Map.entry("date_week", "2026-01-05T12:00:00Z 2027-01-03 2026-01-05"),
                Map.entry("date_dmmmyy", "2026-01-05T12:00:00Z 2026-01-05 2026-01-05"),
                Map.entry("date_dmmmyy70", "2026-01-05T12:00:00Z 2070-01-05 2026-01-05")));
    Map<String, String> quarantined = quarantined(workspace);
    assertThat(quarantined.keySet())
        .isEqualTo(
            Set.of(
                "frac7",
                "lower_pm",
                "edt_first",
                "est_second",
                "est_july",
                "ist",
                "cst",
                "bst",
                "gap",
                "overlap",
                "gap_z",
                "weekday_wrong",
                "date_mdy",
                "date_doy"));
    assertThat(quarantined)
        .containsEntry(
            "frac7",
            "at_type at: '2026-01-05T12:00:00.1234567Z' is no TIMESTAMP: it is finer than"
                + " microseconds; format: yyyy-MM-dd'T'HH:mm:ss.SSSSSSSXXX")
        .containsEntry(
            "gap",
            "at_type at: '2026-03-29 02:30:00 Europe/Berlin' is no TIMESTAMP: it does not exist in"
                + " Europe/Berlin, whose clocks went from 2026-03-29T02:00 to 2026-03-29T03:00;"
                + " format: yyyy-MM-dd HH:mm:ss VV")
        .containsEntry(
            "overlap",
            "at_type at: '2026-10-25 02:30:00 Europe/Berlin' is no TIMESTAMP: it is there twice in"
                + " Europe/Berlin, at +02:00 and at +01:00; source.ambiguous-times can say which is"
                + " meant; format: yyyy-MM-dd HH:mm:ss VV")
        .containsEntry(
            "bst", "at_type at: '2026-07-01 12:00:00 BST' is no TIMESTAMP; formats tried: " + TRIED)
        .containsEntry(
            "date_mdy",
            "d_type d: '12/31/2026' is no DATE; formats tried:"
                + " dd/MM/yyyy | yyyy-DDD | YYYY-'W'ww-e | d-MMM-yy");
  }

  @Test
  void local_times_are_those_of_the_zone_that_the_pipeline_names() throws IOException {
    String zone = "  time-zone: Europe/Berlin\n  ambiguous-times: later\n  personal: [at]\n";
    Workspace workspace =
        workspace(CLOCK.formatted("\"yyyy-MM-dd HH:mm:ss\", \"yyyy-MM-dd HH:mm:ssXXX\"", zone));
    workspace.land(
        "ticks.csv",
        """
        id,at,d
        summer,2026-07-01 00:30:00,01/07/2026
        winter,2026-01-05 12:00:00,
        gap,2026-03-29 02:30:00,29/03/2026
        overlap,2026-10-25 02:30:00,
        first,2026-10-25 02:30:00+02:00,
        not_a_day,2026-02-30 12:00:00,
        """);

    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(published(workspace))
        .isEqualTo(
            Map.of(
                "summer", "2026-06-30T22:30:00Z 2026-07-01 2026-06-30",
                "winter", "2026-01-05T11:00:00Z null 2026-01-05",
                "overlap", "2026-10-25T01:30:00Z null 2026-10-25",
                "first", "2026-10-25T00:30:00Z null 2026-10-25"));
    assertThat(quarantined(workspace))
        .isEqualTo(
            Map.of(
                "gap",
                "at_type at: its value (hidden: personal) is no TIMESTAMP: it does not exist in"
                    + " Europe/Berlin; format: yyyy-MM-dd HH:mm:ss",
                "not_a_day",
                "at_type at: its value (hidden: personal) is no TIMESTAMP; formats tried:"
                    + " yyyy-MM-dd HH:mm:ss | yyyy-MM-dd HH:mm:ssXXX"));
  }

  @Test
  void made_up_rows_read_back_unless_their_hour_is_there_twice() throws IOException {
    String zone = "  time-zone: Europe/Berlin\n";
    Workspace workspace = workspace(CLOCK.formatted("\"EEE d MMM yyyy HH:mm\"", zone));
    Files.writeString(
        folder.resolve("sql/clock/generate.sql"),
        """
        select
            cast(id as string) as id,
            case
                when id < 12 then timestamp'2026-03-28 22:00:00' + make_interval(0, 0, 0, 0, cast(id as int))
                else timestamp'2026-10-24 10:00:00' + make_interval(0, 0, 0, 0, cast(id as int))
            end as at,
            date_add(date'2026-12-25', cast(id as int)) as d
        from ids
        """);
    assertThat(workspace.run("generate", "--rows", "24", "--files", "1").exitCode()).isZero();

    RunResult run = workspace.run("transform");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    Map<String, String> expected = new TreeMap<>();
    for (int id = 0; id < 24; id++) {
      String from = id < 12 ? "2026-03-28T22:00:00Z" : "2026-10-24T10:00:00Z";
      Instant at = Instant.parse(from).plus(Duration.ofHours(id));
      LocalDate d = LocalDate.parse("2026-12-25").plusDays(id);
      expected.put(
          Integer.toString(id), "%s %s %s".formatted(at, d, at.toString().substring(0, 10)));
    }
    Set<String> ambiguous =
        expected.entrySet().stream()
            .filter(row -> row.getValue().matches("2026-10-25T0[01].*"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    assertThat(ambiguous).hasSize(2);
    expected.keySet().removeAll(ambiguous);
    assertThat(published(workspace)).isEqualTo(expected);
    assertThat(quarantined(workspace).keySet()).isEqualTo(ambiguous);
  }

  @Test
  void formats_that_can_not_be_right_are_refused_all_at_once_before_anything_is_read()
      throws IOException {
    Workspace workspace =
        workspace(
            CLOCK
                .formatted("\"yyyy-MM-dd HH:mm:ss z\", \"yyyy-MM-dd hh:mm\"", "  time-zone: CET\n")
                .replace("\"dd/MM/yyyy\", \"yyyy-DDD\"", "yyyy-mm-dd, YYYY-MM-dd"));
    workspace.land("ticks.csv", "id,at,d\na,2026-07-01 12:00:00 BST,2026-01-05\n");

    for (String job : List.of("validate", "transform")) {
      RunResult run = workspace.run(job);

      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.message().lines().skip(1).map(String::strip))
          .satisfiesExactly(
              zone ->
                  assertThat(zone)
                      .startsWith("pipeline.yaml")
                      .contains("source.time-zone: found 'CET'; allowed: UTC, a region such as"),
              z ->
                  assertThat(z)
                      .contains("source.timestamp-formats: found 'yyyy-MM-dd HH:mm:ss z', in which")
                      .contains("; write yyyy-MM-dd HH:mm:ss XXX; allowed:"),
              half ->
                  assertThat(half)
                      .contains("found 'yyyy-MM-dd hh:mm', which gives no time of day: hh is an")
                      .contains("; write yyyy-MM-dd HH:mm; allowed:"),
              minute ->
                  assertThat(minute)
                      .contains(
                          "source.date-formats: found 'yyyy-mm-dd', which gives no month: mm is"
                              + " the minute; write yyyy-MM-dd; allowed:"),
              year ->
                  assertThat(year)
                      .contains(
                          "source.date-formats: found 'YYYY-MM-dd', which gives no year: YYYY is"
                              + " the year that a week belongs to; write yyyy-MM-dd; allowed:"));
    }
    assertThat(workspace.hasTable("ticks")).isFalse();
  }

  private Workspace workspace(String yaml) throws IOException {
    Path sql = Files.createDirectories(folder.resolve("sql/clock"));
    Files.writeString(sql.resolve("pipeline.yaml"), yaml);
    Files.writeString(sql.resolve("rules.sql"), "select true as fine from source\n");
    Files.writeString(
        sql.resolve("transformations.sql"), "select id, at, d, to_date(at) as day from source\n");
    return new Workspace(folder.resolve("data"), folder.resolve("sql"), "clock");
  }

  /** By id: the timestamp, the date and the event date. */
  private static Map<String, String> published(Workspace workspace) {
    return workspace.table("ticks").stream()
        .collect(
            Collectors.toMap(
                row -> row.get("id").toString(),
                row -> row.get("at") + " " + row.get("d") + " " + row.get("day"),
                (one, other) -> one + " and " + other,
                TreeMap::new));
  }

  /** By id: codes and messages of the reasons. */
  private static Map<String, String> quarantined(Workspace workspace) {
    return workspace.table("quarantine").stream()
        .collect(
            Collectors.toMap(
                row -> row.get("record").toString().replaceAll("\\{\"id\":\"(\\w+)\".*", "$1"),
                row ->
                    ((List<?>) row.get("reasons"))
                        .stream()
                            .map(Map.class::cast)
                            .map(reason -> reason.get("code") + " " + reason.get("message"))
                            .collect(Collectors.joining(", ")),
                (one, other) -> one + " and " + other,
                TreeMap::new));
  }
}

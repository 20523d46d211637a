// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Pipelines.Edit;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records that change their dates, lose them or get one; files that are gone or not yet taken. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class BackfillEdgesTest {
  private static final Edit LATER =
      new Edit(
          "transformations.sql",
          "to_date(measured_at) as",
          "to_date(measured_at + interval 2 hours) as");

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = Readings.workspace(folder.resolve("data"));
  }

  @Test
  void records_that_would_cross_the_edge_are_refused_and_the_closed_range_is_right()
      throws IOException {
    land(workspace);
    succeed("transform");
    succeed("aggregate");
    use(LATER);
    List<Map<String, Object>> before = workspace.table("sensor_readings");

    RunResult refused = backfill("2024-03-01", "2024-03-01");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot backfill 2024-03-01..2024-03-01: records would move across the edge of these"
                + " dates, such as one of readings-1.csv that stands on 2024-03-01 and belongs to"
                + " 2024-03-02 by today's SQL; the range that is closed is 2024-03-01..2024-03-02");
    assertThat(refused.report().path("next_step").asText())
        .isEqualTo(
            "./sluice backfill --pipeline readings --from 2024-03-01 --to 2024-03-02 --reason '…'");
    assertThat(workspace.table("sensor_readings")).isEqualTo(before);
    assertThat(new DeltaFolder(workspace.in("tables/sensor_readings")).lying())
        .isEqualTo(new DeltaFolder(workspace.in("tables/sensor_readings")).current());

    done(backfill("2024-03-01", "2024-03-02"));
    assertThat(readings())
        .containsExactly(
            "2024-03-01 s1 1", "2024-03-02 s1 2", "2024-03-02 s2 1", "2024-03-03 s3 1");
    done(backfill("2024-03-03", "2024-03-03"));
    succeed("aggregate");
    requireSameAsFromTheStart();
  }

  @Test
  void records_without_a_date_enter_the_dates_that_they_have_today() throws IOException {
    land(workspace);
    succeed("transform");
    use(
        new Edit(
            "pipeline.yaml",
            "timestamp-formats: [\"dd.MM.yyyy HH:mm:ss\"]",
            "timestamp-formats: [\"dd.MM.yyyy HH:mm:ss\", \"yyyy-MM-dd HH:mm:ss\"]"));
    done(backfill("2024-03-01", "2024-03-01"));
    assertThat(readings())
        .containsExactly(
            "2024-03-01 s1 1",
            "2024-03-01 s1 2",
            "2024-03-01 s4 1",
            "2024-03-02 s2 1",
            "2024-03-03 s3 1");
    assertThat(undated()).containsExactly("readings-2.csv: 1 undated", "s4;2");
    done(backfill("2024-03-02", "2024-03-04"));
    assertThat(undated()).isEmpty();
    done(backfill("2024-03-01", "2024-03-04"));
    succeed("aggregate");
    requireSameAsFromTheStart();
  }

  @Test
  void dates_whose_records_all_became_invalid_are_empty_and_so_are_their_metrics()
      throws IOException {
    land(workspace);
    succeed("transform");
    succeed("aggregate");
    use(new Edit("rules.sql", "between -60 and 60", "between -60 and 7"));
    workspace.land("readings-9.csv", Readings.file("s9;1;02.03.2024 08:00:00;1;true;"));
    RunResult backfill = done(backfill("2024-03-01", "2024-03-02", "--run-id", "twice"));
    assertThat(backfill.report().path("reasons").toString())
        .isEqualTo("{\"celsius_is_plausible\":3}");
    assertThat(readings()).containsExactly("2024-03-03 s3 1");
    // A file that no run has consumed yet is left to the run that will.
    assertThat(workspace.texts("landing")).containsOnlyKeys("readings-9.csv");
    assertThat(workspace.table("files")).hasSize(2);

    RunResult repeated = done(backfill("2024-03-01", "2024-03-02", "--run-id", "twice"));
    assertThat(repeated.verdict())
        .matches("NO-OP change \\d+ of this run has replaced 2024-03-01..2024-03-02");
    assertThat(succeed("aggregate").report().path("restated_dates").toString())
        .isEqualTo("[\"2024-03-01\",\"2024-03-02\"]");
    assertThat(workspace.table("daily_sensor_metrics"))
        .extracting(row -> row.get("measured_date") + " " + row.get("sensor_id"))
        .containsExactly("2024-03-03 s3");
    succeed("transform");
    assertThat(readings()).containsExactly("2024-03-02 s9 1", "2024-03-03 s3 1");
  }

  @Test
  void a_raw_file_that_is_gone_is_named_and_left_out_only_where_that_was_accepted()
      throws IOException {
    land(workspace);
    succeed("transform");
    Files.delete(workspace.in("archive/000001/readings-1.csv"));
    RunResult refused = backfill("2024-03-01", "2024-03-02");
    assertThat(refused.exitCode()).isEqualTo(5);
    assertThat(refused.message())
        .matches(
            "Cannot read archive/000001/readings-1.csv \\(\\d+ bytes, modified .*\\): gone, or not"
                + " what the ledger says; put the file back, or do without what the dates have of"
                + " it");
    assertThat(refused.report().path("next_step").asText())
        .isEqualTo(
            "./sluice files accept 'readings-1.csv' --missing --pipeline readings --reason '…'");
    succeed("files accept", "readings-1.csv", "--missing", "--reason", "archive was cleaned");
    RunResult without = done(backfill("2024-03-02", "2024-03-02"));
    assertThat(without.message())
        .isEqualTo(
            "1 raw file is gone, and what the dates had of it is left out, as was accepted:"
                + " readings-1.csv");
    assertThat(readings()).containsExactly("2024-03-01 s1 1", "2024-03-01 s1 2", "2024-03-03 s3 1");
    assertThat(workspace.table("files"))
        .filteredOn(file -> file.get("path").equals("readings-1.csv"))
        .allSatisfy(
            file ->
                assertThat(
                        "%s read, %s written"
                            .formatted(file.get("rows_read"), file.get("rows_written")))
                    .isEqualTo("2 read, 2 written"));
  }

  @Test
  void quarantined_records_of_a_file_that_is_gone_go_with_it() throws IOException {
    workspace.land(
        "readings-1.csv",
        Readings.file(
            "s1;1;01.03.2024 08:00:00;1.5;;",
            "s1;2;01.03.2024 08:00:00;hot;;",
            "s1;3;02.03.2024 08:00:00;hot;;",
            "s1;4;never;1;;"));
    workspace.land("readings-2.csv", Readings.file("s2;1;01.03.2024 08:00:00;hot;;"));
    succeed("transform", "--max-quarantined-ratio", "1", "--reason", "a test");
    Files.delete(workspace.in("archive/000001/readings-1.csv"));
    succeed("files accept", "readings-1.csv", "--missing", "--reason", "archive was cleaned");
    assertThat(workspace.run("quarantine list").message()).isEqualTo("1 listed");

    done(backfill("2024-03-01", "2024-03-01"));
    assertThat(quarantined())
        .containsExactlyInAnyOrder(
            "readings-1.csv 2024-03-02", "readings-1.csv null", "readings-2.csv 2024-03-01");
    succeed("quality", "--stage", "transform");
    done(backfill("2024-03-02", "2024-03-02"));
    assertThat(quarantined()).containsExactly("readings-2.csv 2024-03-01");
    succeed("quality", "--stage", "transform");
    assertThat(workspace.table("files"))
        .filteredOn(file -> file.get("path").equals("readings-1.csv"))
        .extracting(file -> file.get("rows_read"))
        .containsExactly(0L);
    assertThat(readings()).isEmpty();
  }

  private List<String> quarantined() {
    return workspace.table("quarantine").stream()
        .map(row -> row.get("file") + " " + row.get("event_date"))
        .toList();
  }

  /** What the same files come to that are taken in with today's SQL. */
  @Test
  void dates_to_come_are_backfilled_where_rows_are_on_them() throws IOException {
    requireFuture(backfill("2090-03-01", "2090-03-01"), LocalDate.now(ZoneOffset.UTC).plusDays(1));
    assertThat(workspace.in("changes")).doesNotExist();
    workspace.land("readings-1.csv", Readings.file("s1;1;01.03.2090 08:00:00;1.5;;"));
    succeed("transform");
    requireFuture(backfill("2090-03-01", "2090-03-02"), LocalDate.parse("2090-03-01"));
    RunResult done = backfill("2090-03-01", "2090-03-01");
    done(done);
    assertThat(done.verdict()).isEqualTo("REPLACE 2090-03-01..2090-03-01 from 1 file");
    assertThat(readings()).containsExactly("2090-03-01 s1 1");
  }

  private static void requireFuture(RunResult refused, LocalDate last) {
    assertThat(refused.exitCode()).as(refused.outcome()).isEqualTo(2);
    assertThat(refused.message())
        .startsWith("Cannot backfill 2090-03-01..")
        .endsWith(
            ": it ends in the future, where nothing is published; the last date that can be backfilled is "
                + last);
  }

  private void requireSameAsFromTheStart() throws IOException {
    Workspace fresh = Readings.workspace(folder.resolve("fresh"));
    fresh.use(folder.resolve("sql"));
    land(fresh);
    assertThat(fresh.run("transform").exitCode()).isZero();
    assertThat(fresh.run("aggregate").exitCode()).isZero();
    Map<String, List<Map<String, Object>>> expected = Readings.contents(fresh);
    expected.put("files", Contents.without(expected.get("files"), "modified_at"));
    Map<String, List<Map<String, Object>>> found = Readings.contents(workspace);
    found.put("files", Contents.without(found.get("files"), "modified_at"));
    assertThat(found).isEqualTo(expected);
  }

  private static void land(Workspace into) throws IOException {
    into.land(
        "readings-1.csv",
        Readings.file(
            "s1;1;01.03.2024 10:00:00;20.5;true;01.01.2024",
            "s1;2;01.03.2024 23:00:00;8;true;",
            "s2;1;02.03.2024 10:00:00;9;;"));
    into.land(
        "readings-2.csv",
        Readings.file(
            "s4;1;2024-03-01 10:00:00;1;;",
            "s4;2;2024-03-04 10:00:00;1;;",
            "s3;1;03.03.2024 09:30:00;7;true;"));
  }

  private List<String> readings() {
    return workspace.table("sensor_readings").stream()
        .map(
            row ->
                "%s %s %s"
                    .formatted(row.get("measured_date"), row.get("sensor_id"), row.get("sequence")))
        .sorted()
        .toList();
  }

  /** What ledger and quarantine say of records without a date. */
  private List<String> undated() {
    List<String> undated =
        new java.util.ArrayList<>(
            workspace.table("files").stream()
                .filter(file -> !file.get("rows_undated").equals(0L))
                .map(file -> "%s: %s undated".formatted(file.get("path"), file.get("rows_undated")))
                .toList());
    workspace.table("quarantine").stream()
        .filter(row -> row.get("event_date") == null)
        .forEach(
            row ->
                undated.add(
                    String.valueOf(row.get("record"))
                        .replaceAll(".*sensor_id\":\"(s\\d)\",\"sequence\":\"(\\d)\".*", "$1;$2")));
    return undated;
  }

  private void use(Edit edit) throws IOException {
    workspace.use(Pipelines.copy(Pipelines.OWN, Readings.NAME, folder.resolve("sql"), edit));
  }

  private RunResult backfill(String from, String to, String... more) throws IOException {
    List<String> options =
        new java.util.ArrayList<>(List.of("--from", from, "--to", to, "--reason", "SQL corrected"));
    options.addAll(List.of(more));
    return workspace.run("backfill", options.toArray(String[]::new));
  }

  private static RunResult done(RunResult run) {
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }

  private RunResult succeed(String job, String... options) throws IOException {
    return done(workspace.run(job, options));
  }
}

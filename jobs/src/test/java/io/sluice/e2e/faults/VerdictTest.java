// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.CrashPoint.before;
import static io.sluice.e2e.faults.Operation.Verb.CREATE;
import static io.sluice.e2e.faults.Operation.Verb.DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Readings;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's first line says what it found and what it is about to do, in every state there is. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class VerdictTest {
  private static final String TRANSFORM = "transform --files-per-batch 2 --run-id first";
  private static final String AGGREGATE = "aggregate --run-id first";
  private static final String MAINTAIN = "maintain --run-id first";
  private static final String BACKFILL = "backfill --from 2024-03-01 --to 2024-03-03";
  private static final String NEW_CHANGE = "changes/\\..*\\.tmp";
  private static final String NOTHING_PUBLISHED = "NO-OP nothing is published yet";

  @TempDir static Path root;

  private static Scene scene;

  @BeforeAll
  static void prepare() throws IOException {
    scene = Scene.open();
    Crashes.enable(scene.folder());
  }

  @AfterAll
  static void cleanUp() throws IOException {
    Crashes.disable();
  }

  @Test
  void a_transform_runs_or_has_nothing_to_do() throws IOException {
    scene.start(Scene.Stage.LANDED);
    requireVerdict("transform", "RUN 4 files in 2 batches");
    requireVerdict("transform", "NO-OP nothing landed since batch 2");
  }

  @Test
  void a_transform_resumes_batches_that_were_noted() throws IOException {
    scene.start(Scene.Stage.LANDED);
    scene.crash(before(TRANSFORM, CREATE, NEW_CHANGE));
    scene.workspace().land("readings-5.csv", Readings.file("s4;1;01.03.2024 08:00:00;1.5;;"));
    requireVerdict(
        "transform",
        "RESUME batch 1 (2 files, started by run first), batch 2 (2 files, started by run first), then 1 file in 1 batch");
  }

  @Test
  void a_transform_resumes_a_change_that_was_recorded() throws IOException {
    scene.start(Scene.Stage.LANDED);
    scene.crash(before(TRANSFORM, DELETE, NEW_CHANGE));
    requireVerdict(
        "transform",
        "RESUME change 1 (recorded by run first, not fully applied), batch 2 (2 files, started by run first)");
  }

  @Test
  void an_aggregate_runs_or_has_nothing_to_do() throws IOException {
    scene.start(Scene.Stage.LANDED);
    requireVerdict("aggregate", NOTHING_PUBLISHED);
    scene.start(Scene.Stage.TRANSFORMED);
    requireVerdict("aggregate", "RUN daily_sensor_metrics, sensor_metrics up to change 2");
    requireVerdict("aggregate", "NO-OP everything covers change 2");
  }

  @Test
  void an_aggregate_resumes_a_change_that_was_recorded() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    scene.crash(before(AGGREGATE, DELETE, NEW_CHANGE));
    requireVerdict(
        "aggregate",
        "RESUME change 3 (recorded by run first, not fully applied), then sensor_metrics");
  }

  @Test
  void an_aggregate_says_what_it_computes_from_everything_and_why() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    requireVerdict(
        "aggregate --full-refresh",
        "FULL-REFRESH daily_sensor_metrics, sensor_metrics up to change 2 (asked for)");
    scene
        .workspace()
        .use(
            Pipelines.copy(
                Pipelines.OWN,
                Readings.NAME,
                root.resolve("other-sql"),
                new Pipelines.Edit(
                    "aggregations/sensor_metrics.sql",
                    "sum(total_readings)",
                    "2 * sum(total_readings)")));
    requireVerdict("aggregate", "FULL-REFRESH sensor_metrics (its SQL changed)");
  }

  @Test
  void a_backfill_replaces_plans_or_has_nothing_to_do() throws IOException {
    scene.start(Scene.Stage.LANDED);
    requireVerdict(BACKFILL + " --reason again", NOTHING_PUBLISHED);
    scene.start(Scene.Stage.AGGREGATED);
    requireVerdict(BACKFILL + " --plan", "RUN plan to replace 2024-03-01..2024-03-03 from 3 files");
    requireVerdict(
        BACKFILL + " --reason again --run-id again", "REPLACE 2024-03-01..2024-03-03 from 3 files");
    requireVerdict(
        BACKFILL + " --reason again --run-id again",
        "NO-OP change 5 of this run has replaced 2024-03-01..2024-03-03");
  }

  @Test
  void a_backfill_resumes_what_others_have_recorded() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    Files.delete(Damage.commit(scene.folder(), "files", 1));
    assertThat(succeed(BACKFILL + " --reason again").verdict())
        .matches(
            "REPLACE 2024-03-01\\.\\.2024-03-03 from 3 files, after change 2 \\(recorded by run \\S+, not fully applied\\)");
  }

  @Test
  void what_others_have_recorded_is_resumed_where_there_is_nothing_else_to_do() throws IOException {
    String replay = "quarantine replay --code nothing_like_it --reason again";
    scene.start(Scene.Stage.TRANSFORMED);
    Files.delete(Damage.commit(scene.folder(), "files", 1));
    RunResult run = succeed(replay);
    assertThat(run.verdict())
        .matches(
            "RESUME change 2 \\(recorded by run \\S+, not fully applied\\), then nothing: no open record of quarantine matches");
    assertThat(run.report().path("outcome").asText()).isEqualTo("succeeded");
    requireVerdict(replay, "NO-OP no open record of quarantine matches");
  }

  @Test
  void a_backfill_of_dates_that_no_file_has_resumes_or_does_nothing() throws IOException {
    String nothing = "no file has records of 2024-05-01..2024-05-02";
    String backfill = "backfill --from 2024-05-01 --to 2024-05-02 --reason again";
    scene.start(Scene.Stage.LANDED);
    Folders.delete(scene.workspace().in("landing"));
    scene.workspace().land("readings-1.csv", Readings.file("s4;1;01.03.2024 08:00:00;1.5;;"));
    scene.crash(before(TRANSFORM, DELETE, NEW_CHANGE));
    requireVerdict(
        backfill,
        "RESUME change 1 (recorded by run first, not fully applied), then nothing: " + nothing);
    requireVerdict(backfill, "NO-OP " + nothing);
  }

  @Test
  void a_discard_of_what_was_discarded_before_resumes_or_does_nothing() throws IOException {
    String nothing = "nothing to discard: 4 records were discarded before";
    String discard = "quarantine discard --all --reason junk";
    scene.start(Scene.Stage.TRANSFORMED);
    scene.crash(before(discard + " --run-id first", DELETE, NEW_CHANGE));
    requireVerdict(
        discard,
        "RESUME change 3 (recorded by run first, not fully applied), then nothing: " + nothing);
    requireVerdict(discard, "NO-OP " + nothing);
  }

  @Test
  void a_maintain_resumes_a_change_that_was_recorded() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    scene.crash(before(MAINTAIN, DELETE, NEW_CHANGE));
    requireVerdict(
        "maintain",
        "RESUME change 5 (recorded by run first, not fully applied), then look through daily_sensor_metrics, files, quarantine, restatements, sensor_metrics, sensor_readings");
    requireVerdict("maintain", "NO-OP nothing to compact, remove or drop");
  }

  @Test
  void jobs_that_only_look_say_what_they_look_at() throws IOException {
    scene.start(Scene.Stage.LANDED);
    requireVerdict("quality", NOTHING_PUBLISHED);
    scene.start(Scene.Stage.AGGREGATED);
    assertThat(scene.run("quality").verdict()).isEqualTo("RUN 4 checks of readings at change 2");
    requireVerdict(
        "doctor", "RUN look at change log, tables, delivery notes, checkpoints and raw files");
    requireVerdict(
        "doctor --repair",
        "RUN look at change log, tables, delivery notes, checkpoints and raw files, and mend what can be mended");
    requireVerdict("generate --rows 10 --files 2", "RUN 10 rows in 2 files");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transform",
        "aggregate",
        "quality",
        "maintain",
        BACKFILL + " --reason again",
        BACKFILL + " --plan",
        "quarantine replay --reason again",
        "quarantine discard --all --reason junk",
        "files reject readings-3.csv --reason junk",
        "files retry --all",
        "run"
      })
  void every_job_that_needs_the_log_says_unsafe_and_why(String job) throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    Files.delete(Damage.commit(scene.folder(), "files", 0));
    Scene.forget();
    SortedMap<String, String> before = scene.workspace().listing();
    RunResult run = scene.run(job);
    assertThat(run.exitCode()).as(run.outcome()).isEqualTo(5);
    assertThat(run.stdout().get(job.equals("run") ? 1 : 0))
        .isEqualTo(
            "UNSAFE Cannot trust the change log of readings: table files lacks a version before 1");
    assertThat(run.outcome()).endsWith("; next: ./sluice doctor --pipeline readings");
    assertThat(scene.workspace().listing()).isEqualTo(before);
  }

  private static void requireVerdict(String job, String verdict) throws IOException {
    assertThat(succeed(job).verdict()).isEqualTo(verdict);
  }

  private static RunResult succeed(String job) throws IOException {
    RunResult run = scene.run(job);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.CrashPoint.after;
import static io.sluice.e2e.faults.CrashPoint.before;
import static io.sluice.e2e.faults.Operation.Verb.CLOSE;
import static io.sluice.e2e.faults.Operation.Verb.CREATE;
import static io.sluice.e2e.faults.Operation.Verb.DELETE;
import static io.sluice.e2e.faults.Operation.Verb.RENAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Readings;
import io.sluice.run.StopSignal;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job is killed at every point that matters; one rerun makes good as if nothing had happened. */
@ExtendWith(SparkSessionExtension.class)
class CrashTest {
  private static final String TRANSFORM = "transform";
  private static final String AGGREGATE = "aggregate";

  /** The files that become notes and records by a link; they are deleted once that is there. */
  private static final String NEW_NOTE = "batches/\\..*\\.tmp";

  private static final String NEW_CHANGE = "changes/\\..*\\.tmp";

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

  /** Each step once; where all faults are asked for, both sides of each, in both batches. */
  static Stream<CrashPoint> pointsOfTransform() {
    return Sampled.OneOfSome.isAll() ? Stream.concat(steps("csv"), furtherPoints()) : steps("csv");
  }

  /**
   * Each step of a transform.
   *
   * @param format the ending of its files
   */
  static Stream<CrashPoint> steps(String format) {
    return Stream.of(
        before(TRANSFORM, DELETE, NEW_NOTE),
        before(TRANSFORM, CREATE, NEW_NOTE).time(2),
        before(TRANSFORM, RENAME, "checkpoints/transform/offsets/0"),
        // A key that is written otherwise is found late: the batch is written twice.
        before(TRANSFORM, DELETE, data("sensor_readings")),
        after(TRANSFORM, DELETE, data("sensor_readings")).time(2),
        after(TRANSFORM, CREATE, data("quarantine")),
        after(TRANSFORM, CLOSE, data("files")),
        before(TRANSFORM, CREATE, NEW_CHANGE),
        before(TRANSFORM, DELETE, NEW_CHANGE),
        after(TRANSFORM, RENAME, commit("sensor_readings", 0)),
        after(TRANSFORM, RENAME, commit("files", 0)),
        before(TRANSFORM, RENAME, "archive/000001/readings-2\\." + format),
        before(TRANSFORM, RENAME, "checkpoints/transform/commits/0"),
        before(TRANSFORM, RENAME, commit("quarantine", 1)));
  }

  private static Stream<CrashPoint> furtherPoints() {
    return Stream.of(
        before(TRANSFORM, CREATE, NEW_NOTE),
        before(TRANSFORM, RENAME, "checkpoints/transform/metadata"),
        before(TRANSFORM, RENAME, "checkpoints/transform/sources/0/0"),
        before(TRANSFORM, RENAME, commit("sensor_readings", 0)),
        after(TRANSFORM, RENAME, commit("quarantine", 0)),
        before(TRANSFORM, RENAME, "archive/000001/readings-1\\.csv"),
        after(TRANSFORM, RENAME, "checkpoints/transform/offsets/1"),
        before(TRANSFORM, DELETE, NEW_CHANGE).time(2),
        before(TRANSFORM, RENAME, "archive/000002/readings-4\\.csv"),
        before(TRANSFORM, RENAME, "checkpoints/transform/commits/1"));
  }

  @Sampled(5)
  @ParameterizedTest
  @MethodSource("pointsOfTransform")
  void a_killed_transform_is_made_good_by_the_next(CrashPoint point) throws IOException {
    scene.start(Scene.Stage.LANDED);
    scene.crash(point);
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  static Stream<CrashPoint> pointsOfAggregate() {
    return Stream.of(
        before(AGGREGATE, RENAME, "checkpoints/aggregate/offsets/0"),
        after(AGGREGATE, CLOSE, data("daily_sensor_metrics")),
        before(AGGREGATE, DELETE, NEW_CHANGE),
        after(AGGREGATE, RENAME, commit("daily_sensor_metrics", 0)),
        before(AGGREGATE, DELETE, NEW_CHANGE).time(2),
        after(AGGREGATE, RENAME, commit("sensor_metrics", 0)),
        before(AGGREGATE, RENAME, "checkpoints/aggregate/commits/0"));
  }

  @Sampled(4)
  @ParameterizedTest
  @MethodSource("pointsOfAggregate")
  void a_killed_aggregate_is_made_good_by_the_next(CrashPoint point) throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    scene.crash(point);
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  static Stream<CrashPoint> pointsAfterTheLastRecord() {
    return Stream.of(
        before(TRANSFORM, DELETE, NEW_CHANGE).time(2),
        before(TRANSFORM, RENAME, commit("quarantine", 1)));
  }

  @LongProof
  @ParameterizedTest
  @MethodSource("pointsAfterTheLastRecord")
  void what_is_recorded_is_not_evaluated_again(CrashPoint point) throws IOException {
    scene.start(Scene.Stage.LANDED);
    scene.crash(point);
    scene
        .workspace()
        .use(
            Pipelines.copy(
                Pipelines.OWN,
                "readings",
                root.resolve("changed-" + System.nanoTime()),
                new Pipelines.Edit("transformations.sql", "celsius * 9 / 5 + 32", "celsius * 2"),
                new Pipelines.Edit("rules.sql", "between -60 and 60", "between 100 and 200")));
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  @LongProof
  @Test
  void files_that_two_killed_runs_left_are_not_taken_again() throws IOException {
    scene.start(Scene.Stage.LANDED);
    scene.crash(before(TRANSFORM, RENAME, "archive/000002/readings-4\\.csv"));
    scene.crash(before(AGGREGATE, DELETE, NEW_CHANGE));
    scene.workspace().land("readings-5.csv", Readings.HEADER + "\n");
    scene.recover();
    assertThat(scene.workspace().table("sensor_readings", "processed_timestamp"))
        .isEqualTo(scene.undisturbed().tables().get("sensor_readings"));
    assertThat(scene.workspace().texts("archive").keySet())
        .containsExactly(
            "000001/readings-1.csv",
            "000001/readings-2.csv",
            "000002/readings-3.csv",
            "000002/readings-4.csv",
            "000003/readings-5.csv");
  }

  @Test
  void a_stop_between_two_batches_is_made_good_by_the_next_run() throws IOException {
    scene.start(Scene.Stage.LANDED);
    StopSignal stop = new StopSignal();
    scene.workspace().stopWith(stop);
    CrashPoint recorded = before(TRANSFORM, DELETE, NEW_CHANGE);
    ObservedFiles.observe(
        new Observer() {
          @Override
          public void before(Operation operation) {
            if (recorded.matches(CrashPoint.When.BEFORE, operation)) {
              stop.request();
            }
          }
        });
    RunResult stopped = scene.run(TRANSFORM);
    ObservedFiles.observe(Observer.NONE);
    assertThat(stopped.exitCode()).isEqualTo(1);
    assertThat(stopped.message())
        .isEqualTo(
            "Stopped by SIGTERM between two batches; rerun the same command, it goes on where this one stopped");
    assertThat(stopped.report().path("batches").asInt()).isEqualTo(1);

    scene.workspace().stopWith(new StopSignal());
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  private static String data(String relation) {
    return "tables/%s/(.*/)?part-.*\\.parquet".formatted(relation);
  }

  private static String commit(String relation, int version) {
    return "tables/%s/_delta_log/%020d\\.json".formatted(relation, version);
  }
}

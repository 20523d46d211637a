// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.CrashPoint.before;
import static io.sluice.e2e.faults.DiskFault.Kind.BROKEN;
import static io.sluice.e2e.faults.DiskFault.Kind.FULL;
import static io.sluice.e2e.faults.Operation.Verb.CLOSE;
import static io.sluice.e2e.faults.Operation.Verb.CREATE;
import static io.sluice.e2e.faults.Operation.Verb.DELETE;
import static io.sluice.e2e.faults.Operation.Verb.MKDIRS;
import static io.sluice.e2e.faults.Operation.Verb.RENAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The disk is full, or an operation fails: the run says so, and one rerun makes good. */
@ExtendWith(SparkSessionExtension.class)
class DiskFaultTest {
  private static final String TRANSFORM = "transform";
  private static final String AGGREGATE = "aggregate";
  private static final String MAINTAIN = "maintain";
  private static final String BACKFILL =
      "backfill --from 2024-03-01 --to 2024-03-03 --reason again";
  private static final String NEW_NOTE = "batches/\\..*\\.tmp";
  private static final String NEW_CHANGE = "changes/\\..*\\.tmp";
  private static final String DATA = "tables/.*/part-.*\\.parquet";
  private static final String NEW_COMMIT = "tables/.*/_delta_log/\\..*\\.tmp";
  private static final String COMMIT = "tables/.*/_delta_log/\\d{20}\\.json";

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

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(Scene.Stage.LANDED, FULL, before(TRANSFORM, CREATE, DATA)),
        Arguments.of(Scene.Stage.LANDED, FULL, before(TRANSFORM, CREATE, NEW_NOTE)),
        Arguments.of(Scene.Stage.LANDED, FULL, before(TRANSFORM, CLOSE, DATA).time(2)),
        Arguments.of(Scene.Stage.LANDED, FULL, before(TRANSFORM, CREATE, NEW_CHANGE)),
        Arguments.of(Scene.Stage.LANDED, FULL, before(TRANSFORM, CREATE, NEW_COMMIT).time(2)),
        Arguments.of(Scene.Stage.LANDED, FULL, before(TRANSFORM, MKDIRS, "archive/000001")),
        Arguments.of(Scene.Stage.TRANSFORMED, FULL, before(AGGREGATE, CREATE, DATA)),
        Arguments.of(Scene.Stage.TRANSFORMED, FULL, before(AGGREGATE, CREATE, NEW_COMMIT)),
        Arguments.of(Scene.Stage.AGGREGATED, FULL, before(BACKFILL, CREATE, DATA)),
        Arguments.of(Scene.Stage.AGGREGATED, FULL, before(MAINTAIN, CREATE, DATA)),
        Arguments.of(Scene.Stage.LANDED, BROKEN, before(TRANSFORM, CLOSE, DATA)),
        Arguments.of(Scene.Stage.LANDED, BROKEN, before(TRANSFORM, DELETE, NEW_CHANGE)),
        Arguments.of(Scene.Stage.LANDED, BROKEN, before(TRANSFORM, RENAME, COMMIT).time(2)),
        Arguments.of(
            Scene.Stage.LANDED, BROKEN, before(TRANSFORM, RENAME, "archive/000001/.*").time(2)),
        Arguments.of(Scene.Stage.TRANSFORMED, BROKEN, before(AGGREGATE, RENAME, COMMIT)),
        Arguments.of(Scene.Stage.AGGREGATED, BROKEN, before(BACKFILL, RENAME, COMMIT)),
        Arguments.of(Scene.Stage.AGGREGATED, BROKEN, before(MAINTAIN, RENAME, COMMIT)));
  }

  @Sampled(17)
  @ParameterizedTest
  @MethodSource("faults")
  void a_run_that_cannot_write_ends_with_1_and_the_next_makes_good(
      Scene.Stage stage, DiskFault.Kind kind, CrashPoint point) throws IOException {
    scene.start(stage);
    RunResult failed = during(new DiskFault(kind, point), point);
    assertThat(failed.exitCode()).as(failed.outcome()).isEqualTo(1);
    assertThat(failed.message()).contains(kind.message());
    assertThat(failed.outcome()).endsWith("; next: " + kind.nextStep());

    RunResult rerun = scene.run(point.job());
    assertThat(rerun.exitCode()).as(rerun.outcome()).isZero();
    scene.recover();
    assertThat(comparable(scene.end())).isEqualTo(comparable(scene.undisturbed()));
    assertThat(scene.run("doctor").message()).isEqualTo("all agrees");
  }

  @LongProof
  @Test
  void a_checkpoint_that_cannot_be_written_once_costs_nothing() throws IOException {
    scene.start(Scene.Stage.LANDED);
    CrashPoint point = before(TRANSFORM, RENAME, "checkpoints/transform/offsets/0");
    RunResult run = during(new DiskFault(BROKEN, point), point);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  private static RunResult during(DiskFault fault, CrashPoint point) throws IOException {
    ObservedFiles.observe(fault);
    try {
      RunResult result = scene.run(point.job());
      assertThat(fault.happened()).as("reached " + point).isTrue();
      return result;
    } finally {
      ObservedFiles.observe(Observer.NONE);
      Scene.forget();
    }
  }

  /** All but the change log: a backfill and a maintain have records too. */
  private static List<Object> comparable(Scene.End end) {
    return List.of(end.tables(), end.archive(), end.batches());
  }
}

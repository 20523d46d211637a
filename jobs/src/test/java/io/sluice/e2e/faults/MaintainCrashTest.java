// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.CrashPoint.after;
import static io.sluice.e2e.faults.CrashPoint.before;
import static io.sluice.e2e.faults.Operation.Verb.CLOSE;
import static io.sluice.e2e.faults.Operation.Verb.CREATE;
import static io.sluice.e2e.faults.Operation.Verb.DELETE;
import static io.sluice.e2e.faults.Operation.Verb.RENAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.DeltaFolder;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A killed maintain is made good by whichever job comes next. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class MaintainCrashTest {
  private static final String MAINTAIN = "maintain";
  private static final String NEW_CHANGE = "changes/\\..*\\.tmp";
  private static final String DATA = "tables/.*/part-.*\\.parquet";

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

  static Stream<CrashPoint> pointsBeforeTheRecord() {
    return Stream.of(after(MAINTAIN, CLOSE, DATA), before(MAINTAIN, CREATE, NEW_CHANGE));
  }

  @ParameterizedTest
  @MethodSource("pointsBeforeTheRecord")
  void what_is_not_recorded_the_next_maintain_does_anew(CrashPoint point) throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    scene.crash(point);
    for (String job : List.of("transform", "aggregate")) {
      assertThat(scene.run(job).verdict()).startsWith("NO-OP ");
    }
    assertThat(succeed(MAINTAIN).verdict())
        .isEqualTo(
            "RUN look through daily_sensor_metrics, files, quarantine, restatements, sensor_metrics, sensor_readings");
    requireMaintained();
  }

  static Stream<Arguments> pointsAfterTheRecord() {
    return Stream.of(
        Arguments.of(before(MAINTAIN, DELETE, NEW_CHANGE), "transform"),
        Arguments.of(
            before(MAINTAIN, RENAME, "tables/quarantine/_delta_log/%020d\\.json".formatted(2)),
            MAINTAIN));
  }

  @ParameterizedTest
  @MethodSource("pointsAfterTheRecord")
  void what_is_recorded_is_rolled_forward(CrashPoint point, String next) throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    scene.crash(point);
    assertThat(succeed(next).verdict())
        .matches("RESUME change \\d \\(recorded by run .*, not fully applied\\).*");
    succeed(MAINTAIN);
    requireMaintained();
  }

  @Test
  void the_next_maintain_removes_the_rest() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    succeed(MAINTAIN);
    DeltaFolder.age(scene.workspace(), Duration.ofDays(8));
    scene.crash(before(MAINTAIN, DELETE, DATA).time(2));
    succeed(MAINTAIN);
    for (String relation : scene.undisturbed().tables().keySet()) {
      DeltaFolder table = new DeltaFolder(scene.workspace().in("tables/" + relation));
      assertThat(table.lying()).isEqualTo(table.current());
    }
    requireMaintained();
  }

  /** Nothing is left to do for anyone, and every row is there. */
  private static void requireMaintained() throws IOException {
    for (String job : List.of(MAINTAIN, "transform", "aggregate")) {
      assertThat(scene.run(job).verdict()).startsWith("NO-OP ");
    }
    Scene.End end = scene.end();
    assertThat(end.tables()).isEqualTo(scene.undisturbed().tables());
    assertThat(end.archive()).isEqualTo(scene.undisturbed().archive());
    assertThat(end.batches()).isEqualTo(scene.undisturbed().batches());
    for (String relation : List.of("files", "quarantine")) {
      assertThat(new DeltaFolder(scene.workspace().in("tables/" + relation)).current()).hasSize(1);
    }
  }

  private static RunResult succeed(String job) throws IOException {
    RunResult run = scene.run(job);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }
}

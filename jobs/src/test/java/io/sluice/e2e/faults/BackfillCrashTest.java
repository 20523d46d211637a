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
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A killed backfill is done anew, or finished, by the same command or by the next run. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class BackfillCrashTest {
  private static final String BACKFILL =
      "backfill --from 2024-03-01 --to 2024-03-03 --reason again --run-id again";
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
    return Stream.of(after(BACKFILL, CLOSE, DATA), before(BACKFILL, CREATE, NEW_CHANGE));
  }

  @ParameterizedTest
  @MethodSource("pointsBeforeTheRecord")
  void what_is_not_recorded_never_happened_and_the_same_command_does_it(CrashPoint point)
      throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    scene.crash(point);
    requireContents();
    assertThat(scene.run("transform").verdict()).isEqualTo("NO-OP nothing landed since batch 2");
    assertThat(succeed(BACKFILL).verdict())
        .isEqualTo("REPLACE 2024-03-01..2024-03-03 from 3 files");
    requireDoneOnce();
  }

  static Stream<Arguments> pointsAfterTheRecord() {
    return Stream.of(
        Arguments.of(before(BACKFILL, DELETE, NEW_CHANGE), BACKFILL),
        Arguments.of(
            before(BACKFILL, RENAME, "tables/files/_delta_log/%020d\\.json".formatted(2)),
            "transform"));
  }

  @ParameterizedTest
  @MethodSource("pointsAfterTheRecord")
  void what_is_recorded_is_rolled_forward_and_not_done_again(CrashPoint point, String next)
      throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    scene.crash(point);
    assertThat(succeed(next).verdict())
        .isEqualTo("RESUME change 5 (recorded by run again, not fully applied)");
    requireDoneOnce();
  }

  private static void requireDoneOnce() throws IOException {
    assertThat(succeed(BACKFILL).verdict())
        .isEqualTo("NO-OP change 5 of this run has replaced 2024-03-01..2024-03-03");
    succeed("aggregate");
    for (String job : List.of("transform", "aggregate")) {
      assertThat(scene.run(job).verdict()).startsWith("NO-OP ");
    }
    requireContents();
  }

  /** What the SQL makes of the files has not changed. */
  private static void requireContents() throws IOException {
    Map<String, List<Map<String, Object>>> contents = Readings.contents(scene.workspace());
    assertThat(contents).isEqualTo(scene.undisturbed().tables());
  }

  private static RunResult succeed(String job) throws IOException {
    RunResult run = scene.run(job);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }
}

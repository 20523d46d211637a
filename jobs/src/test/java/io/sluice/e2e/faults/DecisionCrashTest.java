// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.CrashPoint.after;
import static io.sluice.e2e.faults.CrashPoint.before;
import static io.sluice.e2e.faults.Operation.Verb.CREATE;
import static io.sluice.e2e.faults.Operation.Verb.DELETE;
import static io.sluice.e2e.faults.Operation.Verb.RENAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision is killed: what is recorded of it the next transform carries out, else nothing. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DecisionCrashTest {
  private static final String RETRY = "files retry --all";
  private static final String NEW_CHANGE = "changes/\\..*\\.tmp";

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

  static Stream<CrashPoint> pointsAfterTheRecord() {
    return Stream.of(
        before(RETRY, DELETE, NEW_CHANGE),
        after(RETRY, RENAME, "tables/decisions/_delta_log/%020d\\.json".formatted(0)),
        before(RETRY, RENAME, "landing/readings-3\\.csv"),
        after(RETRY, RENAME, "landing/readings-3\\.csv"));
  }

  @ParameterizedTest
  @MethodSource("pointsAfterTheRecord")
  void a_killed_retry_is_carried_out_by_the_next_transform(CrashPoint point) throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    scene.crash(point);
    RunResult rerun = scene.run("transform");
    assertThat(rerun.exitCode()).as(rerun.outcome()).isZero();
    assertThat(scene.run("transform").verdict()).isEqualTo("NO-OP nothing landed since batch 3");

    assertThat(scene.workspace().table("files"))
        .extracting(file -> file.get("batch_id") + " " + file.get("path"))
        .containsExactlyInAnyOrder(
            "1 readings-1.csv",
            "1 readings-2.csv",
            "2 readings-3.csv",
            "2 readings-4.csv",
            "3 readings-3.csv");
    assertThat(scene.workspace().texts("archive").keySet())
        .containsExactly(
            "000001/readings-1.csv",
            "000001/readings-2.csv",
            "000002/readings-4.csv",
            "000003/readings-3.csv");
    assertThat(scene.workspace().table("decisions"))
        .extracting(decision -> decision.get("decision") + " " + decision.get("path"))
        .containsExactly("retry readings-3.csv");
  }

  @Test
  void a_killed_retry_is_finished_by_the_same_command() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    scene.crash(before(RETRY, RENAME, "landing/readings-3\\.csv"));
    assertThat(scene.run(RETRY).verdict()).isEqualTo("RESUME retry 1 file");
    assertThat(scene.workspace().texts("landing").keySet()).containsExactly("readings-3.csv");
  }

  @Test
  void what_is_not_recorded_was_not_decided() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    scene.crash(before(RETRY, CREATE, NEW_CHANGE));
    assertThat(scene.run("transform").verdict()).isEqualTo("NO-OP nothing landed since batch 2");
    assertThat(scene.workspace().in("changes/000003.json")).doesNotExist();
  }
}

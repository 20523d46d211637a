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
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run is stopped, no lock keeps another process out, and that goes on without it. The first can't
 * publish any more, and what it has published stays.
 */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class OvertakenTest {
  /** The same in every case, so that the files of two cases are the same delivery. */
  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant LATER = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private static final String TRANSFORM = "transform";
  private static final String AGGREGATE = "aggregate";
  private static final String BACKFILL =
      "backfill --from 2024-03-01 --to 2024-03-03 --reason again";
  private static final String TRANSFORM_TOO = "transform --files-per-batch 2";
  private static final String NEW_NOTE = "batches/\\..*\\.tmp";
  private static final String NEW_CHANGE = "changes/\\..*\\.tmp";
  private static final String DATA = "tables/%s/(.*/)?part-.*\\.parquet";
  private static final String READINGS = DATA.formatted("sensor_readings");

  private static Scene scene;
  private static Scene.End withOneMore;

  @BeforeAll
  static void prepare() throws IOException {
    scene = Scene.open();
    Crashes.enable(scene.folder());
    landOneMore();
    scene.recover();
    withOneMore = scene.end();
  }

  @AfterAll
  static void cleanUp() throws IOException {
    Crashes.disable();
  }

  static Stream<Arguments> pointsBeforeTheRecord() {
    return Stream.of(
        Arguments.of(Scene.Stage.LANDED, after(TRANSFORM, CLOSE, READINGS), TRANSFORM_TOO, 1),
        Arguments.of(
            Scene.Stage.LANDED, before(TRANSFORM, CREATE, NEW_CHANGE).time(2), TRANSFORM_TOO, 2),
        Arguments.of(
            Scene.Stage.TRANSFORMED,
            after(AGGREGATE, CLOSE, DATA.formatted("daily_sensor_metrics")),
            AGGREGATE,
            3),
        Arguments.of(Scene.Stage.AGGREGATED, after(BACKFILL, CLOSE, READINGS), BACKFILL, 5));
  }

  @Sampled(3)
  @ParameterizedTest
  @MethodSource("pointsBeforeTheRecord")
  void an_overtaken_run_ends_with_4_and_publishes_nothing(
      Scene.Stage stage, CrashPoint point, String other, int change) throws IOException {
    scene.start(stage);
    RunResult overtaken = scene.overtake(point, other);
    assertThat(overtaken.exitCode()).as(overtaken.outcome()).isEqualTo(4);
    assertThat(overtaken.message())
        .isEqualTo(
            "Cannot record change %d of readings: another run overtook this one and has recorded it; nothing that this one had prepared is published"
                .formatted(change));
    assertThat(overtaken.report().path("next_step").asText())
        .isEqualTo("wait for the other run to end, then rerun the same command");
    requireNothingLeftToDo();
    assertThat(comparable(scene.end())).isEqualTo(comparable(scene.undisturbed()));
  }

  static Stream<Arguments> pointsAfterTheRecord() {
    return Stream.of(
        Arguments.of(Scene.Stage.LANDED, before(TRANSFORM, DELETE, NEW_CHANGE), TRANSFORM_TOO),
        // In the middle of Delta's commit, which both then make.
        Arguments.of(
            Scene.Stage.LANDED,
            before(
                TRANSFORM, RENAME, "tables/sensor_readings/_delta_log/%020d\\.json".formatted(0)),
            TRANSFORM_TOO),
        Arguments.of(Scene.Stage.TRANSFORMED, before(AGGREGATE, DELETE, NEW_CHANGE), AGGREGATE),
        Arguments.of(Scene.Stage.AGGREGATED, before(BACKFILL, DELETE, NEW_CHANGE), TRANSFORM));
  }

  @Sampled(3)
  @ParameterizedTest
  @MethodSource("pointsAfterTheRecord")
  void what_an_overtaken_run_had_recorded_is_published_once(
      Scene.Stage stage, CrashPoint point, String other) throws IOException {
    scene.start(stage);
    RunResult overtaken = scene.overtake(point, other);
    assertThat(overtaken.exitCode()).as(overtaken.outcome()).isZero();
    requireNothingLeftToDo();
    assertThat(comparable(scene.end())).isEqualTo(comparable(scene.undisturbed()));
  }

  @Test
  void files_that_another_run_has_noted_meanwhile_are_not_noted_again() throws IOException {
    scene.start(Scene.Stage.LANDED);
    RunResult overtaken = scene.overtake(before(TRANSFORM, CREATE, NEW_NOTE), TRANSFORM_TOO);
    requireNotNoted(overtaken, 1);
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  @Test
  void files_that_another_run_has_taken_in_since_they_were_listed_are_not_noted_again()
      throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    Files.delete(Damage.commit(scene.folder(), "files", 1));
    landOneMore();
    // It has listed landing/, and goes on with what a killed run has left.
    RunResult overtaken =
        scene.overtake(
            before(TRANSFORM, RENAME, "tables/files/_delta_log/%020d\\.json".formatted(1)),
            TRANSFORM_TOO);
    requireNotNoted(overtaken, 3);
    assertThat(comparable(scene.end())).isEqualTo(comparable(withOneMore));
  }

  @Test
  void a_backfill_does_not_take_away_what_another_run_has_published_meanwhile() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    landOneMore();
    RunResult overtaken = scene.overtake(after(BACKFILL, CLOSE, READINGS), TRANSFORM_TOO);
    assertThat(overtaken.exitCode()).as(overtaken.outcome()).isEqualTo(4);
    assertThat(overtaken.message()).startsWith("Cannot record change 5 of readings: another run ");
    requireNothingLeftToDo();
    assertThat(comparable(scene.end())).isEqualTo(comparable(withOneMore));
  }

  private static void requireNotNoted(RunResult overtaken, int note) throws IOException {
    assertThat(overtaken.exitCode()).as(overtaken.outcome()).isEqualTo(4);
    assertThat(overtaken.message())
        .isEqualTo(
            "Cannot write delivery note %d of readings: another run has written it"
                .formatted(note));
    requireNothingLeftToDo();
  }

  private static void requireNothingLeftToDo() throws IOException {
    assertThat(scene.run(TRANSFORM).verdict()).startsWith("NO-OP ");
    scene.recover();
    assertThat(scene.run("doctor").message()).isEqualTo("all agrees");
  }

  /** All but the change log, where a backfill has a record too. */
  private static List<Object> comparable(Scene.End end) {
    return List.of(end.tables(), end.archive(), end.batches());
  }

  private static void landOneMore() throws IOException {
    String text = Readings.file("s4;1;01.03.2024 08:00:00;1.5;;", "s4;2;04.03.2024 08:00:00;-99;;");
    scene.workspace().land("readings-5.csv", text.getBytes(StandardCharsets.UTF_8), LATER);
  }
}

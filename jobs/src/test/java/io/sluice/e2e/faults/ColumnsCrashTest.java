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
import io.sluice.testing.Pipelines;
import io.sluice.testing.Pipelines.Edit;
import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that changes a table's columns is killed; the next run recovers. */
@ExtendWith(SparkSessionExtension.class)
class ColumnsCrashTest {
  private static final String ALL = "backfill --all --reason again --run-id again";
  private static final String TRANSFORM = "transform";
  private static final String NEW_CHANGE = "changes/\\..*\\.tmp";
  private static final String DATA = "tables/sensor_readings/.*part-.*\\.parquet";

  private static final Instant LANDED_AT = Instant.parse("2026-03-05T00:00:00Z");

  @TempDir static Path root;

  private static Scene scene;
  private static Path replaced;
  private static Path wider;
  private static Map<String, List<Map<String, Object>>> afterAll;
  private static Map<String, List<Map<String, Object>>> afterBatch;

  @BeforeAll
  static void prepare() throws IOException {
    scene = Scene.open();
    replaced =
        Pipelines.copy(
            Pipelines.OWN,
            Readings.NAME,
            root.resolve("replaced"),
            new Edit("pipeline.yaml", "key: [sensor_id,", "key: [is_indoor, sensor_id,"),
            new Edit("pipeline.yaml", "measured_date", "day"),
            new Edit(
                "transformations.sql",
                "to_date(measured_at) as measured_date",
                "date_add(to_date(measured_at), 1) as day"),
            new Edit("transformations.sql", "celsius,", "cast(celsius as int) as celsius,"),
            new Edit("aggregations/daily_sensor_metrics.sql", "measured_date", "day"));
    wider =
        Pipelines.copy(
            Pipelines.OWN,
            Readings.NAME,
            root.resolve("wider"),
            new Edit("transformations.sql", "celsius,", "celsius,\n    celsius + 1 as warmer,"));
    startAll();
    succeed(ALL);
    afterAll = contents();
    startBatch();
    succeed(TRANSFORM);
    afterBatch = contents();
    Crashes.enable(scene.folder());
  }

  @AfterAll
  static void cleanUp() throws IOException {
    Crashes.disable();
  }

  static Stream<CrashPoint> pointsOfAll() {
    return Stream.of(
        before(ALL, DELETE, NEW_CHANGE),
        after(ALL, CLOSE, DATA),
        before(ALL, CREATE, NEW_CHANGE),
        before(ALL, RENAME, commit("sensor_readings", 2)),
        after(ALL, RENAME, commit("sensor_readings", 2)),
        before(ALL, RENAME, commit("quarantine", 2)),
        before(ALL, RENAME, commit("files", 2)),
        after(ALL, RENAME, commit("files", 2)));
  }

  @Sampled(8)
  @ParameterizedTest
  @MethodSource("pointsOfAll")
  void a_killed_backfill_of_all_is_made_good_by_the_same_command_or_the_next(CrashPoint point)
      throws IOException {
    startAll();
    scene.crash(point);
    assertThat(succeed(TRANSFORM).verdict())
        .isIn(
            "NO-OP nothing landed since batch 2",
            "RESUME change 5 (recorded by run again, not fully applied)");
    succeed(ALL);
    requireContents(afterAll);
    assertThat(succeed(ALL).verdict())
        .isEqualTo("NO-OP change 5 of this run has replaced all dates");
  }

  static Stream<CrashPoint> pointsOfABatch() {
    return Stream.of(
        before(TRANSFORM, RENAME, commit("sensor_readings", 2)),
        after(TRANSFORM, CLOSE, DATA),
        before(TRANSFORM, CREATE, NEW_CHANGE),
        before(TRANSFORM, DELETE, NEW_CHANGE),
        after(TRANSFORM, RENAME, commit("sensor_readings", 2)),
        before(TRANSFORM, RENAME, commit("files", 2)),
        before(TRANSFORM, RENAME, "archive/000003/readings-5\\.csv"));
  }

  @Sampled(8)
  @ParameterizedTest
  @MethodSource("pointsOfABatch")
  void a_killed_batch_with_a_new_column_is_made_good_by_the_next(CrashPoint point)
      throws IOException {
    startBatch();
    scene.crash(point);
    succeed(TRANSFORM);
    requireContents(afterBatch);
  }

  private static void startAll() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    scene.workspace().use(replaced);
  }

  private static void startBatch() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    scene.workspace().use(wider);
    // At one time in every case, so that the file is the same delivery.
    scene
        .workspace()
        .land(
            "readings-5.csv",
            Readings.file("s4;1;04.03.2024 09:30:00;8;true;").getBytes(StandardCharsets.UTF_8),
            LANDED_AT);
  }

  private static void requireContents(Map<String, List<Map<String, Object>>> expected)
      throws IOException {
    assertThat(contents()).isEqualTo(expected);
    assertThat(succeed("doctor").message()).isEqualTo("all agrees");
  }

  private static Map<String, List<Map<String, Object>>> contents() throws IOException {
    succeed("aggregate");
    for (String job : List.of(TRANSFORM, "aggregate")) {
      assertThat(scene.run(job).verdict()).startsWith("NO-OP ");
    }
    return Readings.contents(scene.workspace());
  }

  private static RunResult succeed(String job) throws IOException {
    RunResult run = scene.run(job);
    assertThat(run.exitCode()).as(run.outcome() + run.message()).isZero();
    return run;
  }

  private static String commit(String relation, int version) {
    return "tables/%s/_delta_log/%020d\\.json".formatted(relation, version);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.DeltaFolder;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that were lost with their files are made again by the command that doctor names. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class LostDataTest {
  private static final String TABLE = "tables/sensor_readings";

  private static Scene scene;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    QuietLog.begin();
    scene = Scene.open();
  }

  @AfterAll
  static void cleanUp() {
    QuietLog.end();
  }

  @Test
  void lost_rows_are_made_again_by_a_backfill() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    String lost = lose(TABLE, new DeltaFolder(scene.workspace().in(TABLE)).current().first());
    assertThat(requireFault("doctor"))
        .isEqualTo(
            "FAULT %s: %s/%s is gone; queries that need its rows fail; put the file back from a backup, or compute its dates again: %s"
                .formatted(TABLE, TABLE, lost, backfill(lost)));
    requireMadeAgain(backfill(lost));
  }

  /** As after a power cut: the record is on the disk, what it names is not. */
  @Test
  void rows_that_were_lost_before_their_change_was_applied_are_made_again_by_a_backfill()
      throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    DeltaFolder table = new DeltaFolder(scene.workspace().in(TABLE));
    SortedSet<String> added = table.current();
    Files.delete(Damage.commit(scene.folder(), "sensor_readings", 1));
    added.removeAll(table.current());
    String lost = lose(TABLE, added.first());
    RunResult stopped = run("transform");
    assertThat(stopped.exitCode()).as(stopped.outcome()).isEqualTo(5);
    assertThat(stopped.message())
        .matches(
            "Cannot apply change 2 to sensor_readings: its prepared file \\S+/%s is gone"
                .formatted(lost));
    assertThat(stopped.report().path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline readings");

    assertThat(requireFault("doctor --repair")).endsWith("again: " + backfill(lost));
    requireMadeAgain(backfill(lost));
  }

  @Test
  void a_lost_part_of_an_aggregation_is_computed_again() throws IOException {
    for (String relation : List.of("daily_sensor_metrics", "sensor_metrics")) {
      scene.start(Scene.Stage.AGGREGATED);
      String table = "tables/" + relation;
      String lost = lose(table, new DeltaFolder(scene.workspace().in(table)).current().first());
      String refresh = "./sluice aggregate --pipeline readings --full-refresh " + relation;
      assertThat(requireFault("doctor"))
          .isEqualTo(
              "FAULT %s: %s/%s is gone; queries that need its rows fail; compute it again: %s"
                  .formatted(table, table, lost, refresh));
      requireMadeAgain(refresh);
    }
  }

  /** Its folder is gone, or is an older copy without what came after. */
  @Sampled(3)
  @ParameterizedTest
  @ValueSource(strings = {"sensor_readings gone", "sensor_readings older", "sensor_metrics gone"})
  void a_table_that_is_gone_or_older_is_made_again(String what) throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    String relation = what.split(" ")[0];
    DeltaFolder table = new DeltaFolder(scene.workspace().in("tables/" + relation));
    if (what.endsWith(" gone")) {
      Folders.delete(table.folder());
    } else {
      SortedSet<String> newer = table.current();
      Files.delete(Damage.commit(scene.folder(), relation, 1));
      newer.removeAll(table.current());
      for (String file : newer) {
        Files.delete(table.folder().resolve(file));
      }
    }
    assertThat(run("transform").exitCode()).isEqualTo(5);
    String fault = requireFault("doctor --repair");
    requireMadeAgain(fault.substring(fault.indexOf("./sluice ")));
  }

  private static String lose(String table, String file) throws IOException {
    Files.delete(scene.workspace().in(table).resolve(file));
    Scene.forget();
    return file;
  }

  private static String backfill(String lost) {
    String date = lost.substring(lost.indexOf('=') + 1, lost.indexOf('/'));
    return "./sluice backfill --pipeline readings --from %s --to %s --reason …"
        .formatted(date, date);
  }

  /** The one line about what is lost. */
  private static String requireFault(String doctor) throws IOException {
    RunResult looked = run(doctor);
    assertThat(looked.exitCode()).as(looked.outcome()).isEqualTo(5);
    return looked.stdout().stream()
        .filter(line -> line.startsWith("FAULT ") && line.contains(" is gone"))
        .findFirst()
        .orElseThrow();
  }

  private static void requireMadeAgain(String named) throws IOException {
    succeed(named.replace("./sluice ", "").replace("--pipeline readings ", "").replace("…", "x"));
    scene.recover();
    assertThat(run("doctor").message()).isEqualTo("all agrees");
    Scene.End end = scene.end();
    assertThat(end.tables()).isEqualTo(scene.undisturbed().tables());
    assertThat(end.archive()).isEqualTo(scene.undisturbed().archive());
    DeltaFolder.age(scene.workspace(), Duration.ofDays(40)); // maintain removes what went away
    succeed("maintain");
    assertThat(run("doctor").message()).isEqualTo("all agrees");
  }

  private static void succeed(String job) throws IOException {
    RunResult result = run(job);
    assertThat(result.exitCode()).as(result.outcome()).isZero();
  }

  private static RunResult run(String job) throws IOException {
    Scene.forget();
    return scene.run(job);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.CrashPoint.after;
import static io.sluice.e2e.faults.Operation.Verb.CLOSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Raw files that change under a run that reads them, or that are of no time there ever was. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class ChangingInputTest {
  private static final String BACKFILL =
      "backfill --from 2024-03-01 --to 2024-03-03 --reason again";
  private static final String DATA = "tables/sensor_readings/(.*/)?part-.*\\.parquet";
  private static final String READ = "readings-2.csv";

  private static Scene scene;

  /** What happens to a file. */
  enum Change {
    GROWS {
      @Override
      void to(Path file) throws IOException {
        Files.writeString(file, "s9;1;03.03.2024 10:00:00;1;;\n", StandardOpenOption.APPEND);
      }
    },
    VANISHES {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    IS_REPLACED {
      @Override
      void to(Path file) throws IOException {
        byte[] other = Files.readAllBytes(file);
        Files.delete(file);
        other[other.length - 2]++;
        Files.write(file, other);
      }
    };

    abstract void to(Path file) throws IOException;
  }

  @BeforeAll
  static void prepare() throws IOException {
    scene = Scene.open();
    Crashes.enable(scene.folder());
  }

  @AfterAll
  static void cleanUp() throws IOException {
    Crashes.disable();
  }

  @Sampled(2)
  @ParameterizedTest
  @EnumSource
  void a_noted_file_that_changes_while_it_is_read_is_not_published(Change change)
      throws IOException {
    scene.start(Scene.Stage.LANDED);
    Path file = scene.workspace().in("landing/" + READ);
    byte[] bytes = Files.readAllBytes(file);
    FileTime modified = Files.getLastModifiedTime(file);
    RunResult run = during("transform", () -> change.to(file));
    assertThat(run.exitCode()).as(run.outcome()).isEqualTo(5);
    assertThat(run.message())
        .startsWith(
            "Cannot read readings-2.csv: its delivery note says %d bytes, modified %s, but it is "
                .formatted(bytes.length, modified.toInstant()));
    assertThat(scene.workspace().in("changes/000001.json")).doesNotExist();
    assertThat(scene.workspace().hasTable("sensor_readings")).isFalse();

    Files.write(file, bytes);
    Files.setLastModifiedTime(file, modified);
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  @Sampled(2)
  @ParameterizedTest
  @EnumSource(names = {"GROWS", "VANISHES"})
  void a_raw_file_that_changes_under_a_backfill_is_not_published(Change change) throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    Path file = scene.workspace().in("archive/000001/" + READ);
    byte[] bytes = Files.readAllBytes(file);
    RunResult run = during(BACKFILL, () -> change.to(file));
    assertThat(run.exitCode()).as(run.outcome()).isEqualTo(5);
    assertThat(run.message()).contains(READ);
    assertThat(scene.workspace().in("changes/000005.json")).doesNotExist();
    assertThat(scene.end().tables()).isEqualTo(scene.undisturbed().tables());

    Files.write(file, bytes);
    RunResult rerun = scene.run(BACKFILL);
    assertThat(rerun.exitCode()).as(rerun.outcome()).isZero();
    scene.recover();
    assertThat(scene.end().tables()).isEqualTo(scene.undisturbed().tables());
  }

  @Test
  void files_of_1970_and_of_2099_are_taken_in_once() throws IOException {
    scene.start(Scene.Stage.LANDED);
    // The first and the last: the order of the batches is the same.
    setTime("readings-1.csv", Instant.EPOCH);
    setTime("readings-4.csv", Instant.parse("2099-12-31T23:59:59Z"));
    scene.recover();
    Scene.End end = scene.end();
    assertThat(withoutTimes(end)).isEqualTo(withoutTimes(scene.undisturbed()));
    assertThat(end.archive()).isEqualTo(scene.undisturbed().archive());
    assertThat(end.changes()).isEqualTo(scene.undisturbed().changes());
    assertThat(scene.run("maintain").exitCode()).isZero();
    assertThat(withoutTimes(scene.end())).isEqualTo(withoutTimes(scene.undisturbed()));
  }

  private static RunResult during(String job, Pause.Interlude change) throws IOException {
    Pause pause = new Pause(after(job, CLOSE, DATA), change);
    ObservedFiles.observe(pause);
    try {
      RunResult run = scene.run(job);
      assertThat(pause.happened()).isTrue();
      return run;
    } finally {
      ObservedFiles.observe(Observer.NONE);
      Scene.forget();
    }
  }

  private static void setTime(String file, Instant time) throws IOException {
    Files.setLastModifiedTime(scene.workspace().in("landing/" + file), FileTime.from(time));
  }

  /** All tables; of the ledger, all but the files' own times. */
  private static List<Map<String, Object>> withoutTimes(Scene.End end) {
    List<Map<String, Object>> rows = new ArrayList<>();
    end.tables().values().forEach(rows::addAll);
    return Contents.without(rows, "modified_at");
  }
}

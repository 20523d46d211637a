// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Folders;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is beside the tables: only what has expired goes. */
@ExtendWith(SparkSessionExtension.class)
class MaintainFoldersTest {
  @TempDir Path data;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = Readings.workspace(data);
  }

  @Test
  void before_the_first_run_there_is_nothing_to_do() throws IOException {
    RunResult run = workspace.run("maintain");

    assertThat(run.exitCode()).isZero();
    assertThat(run.verdict()).isEqualTo("NO-OP nothing to compact, remove or drop");
    assertThat(workspace.listing()).isEmpty();
  }

  @Test
  void what_has_expired_goes_and_nothing_else() throws IOException {
    put("runs/20200101T000000Z-transform-run-1.json", Duration.ZERO);
    put("runs/20200101T000000Z-transform-run-1.json.bak", Duration.ofDays(900));
    put("runs/note-from-2020.json", Duration.ofDays(900));
    put("runs/.6d6f.tmp", Duration.ofDays(2));
    put("runs/..6d6f.tmp.crc", Duration.ofDays(2));
    put("changes/.6d70.tmp", Duration.ofDays(2));
    put("changes/.6d71.tmp", Duration.ofHours(23));
    put("batches/.6d72.tmp", Duration.ofDays(2));
    put("leases/.writer.json.17.tmp", Duration.ofDays(2));
    put("plans/old/plan.json", Duration.ofDays(8));
    put("plans/open/plan.json", Duration.ofHours(150));
    put("landing/.readings-1.csv.tmp", Duration.ofDays(900));
    put("archive/000001/.kept.tmp", Duration.ofDays(900));
    put("checkpoints/transform/.offsets.tmp", Duration.ofDays(900));
    age("plans/old", Duration.ofDays(8));
    SortedMap<String, String> before = Folders.listing(workspace.in(""));

    RunResult run = workspace.run("maintain", "--run-id", "now");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.verdict()).isEqualTo("RUN drop 1 report, 1 plan, 5 temporary files");
    assertThat(run.outcome())
        .matches(
            "SUCCEEDED maintain readings: nothing to compact; 0 files removed, 0 bytes freed; 1 report, 1 plan, 5 temporary files dropped; nothing younger than .* was removed: a plan waits for its yes; [0-9.]+ s");
    SortedSet<String> gone = new TreeSet<>(before.keySet());
    gone.removeAll(Folders.listing(workspace.in("")).keySet());
    assertThat(gone)
        .containsExactly(
            "batches/.6d72.tmp",
            "changes/.6d70.tmp",
            "leases/.writer.json.17.tmp",
            "plans/old/plan.json",
            "runs/..6d6f.tmp.crc",
            "runs/.6d6f.tmp",
            "runs/20200101T000000Z-transform-run-1.json");
    assertThat(workspace.in("plans/old")).doesNotExist();
    assertThat(workspace.run("maintain", "--keep", "30 days").verdict())
        .isEqualTo("NO-OP nothing to compact, remove or drop");
  }

  private void put(String path, Duration age) throws IOException {
    Files.createDirectories(workspace.in(path).getParent());
    Files.writeString(workspace.in(path), "{}");
    age(path, age);
  }

  private void age(String path, Duration age) throws IOException {
    Files.setLastModifiedTime(workspace.in(path), FileTime.from(Instant.now().minus(age)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Pipelines.Edit;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Quarantined records are published once the rules let them pass. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class QuarantineReplayTest {
  private static final String[] WHY = {"--reason", "the sensors were right"};

  @TempDir Path folder;

  private Workspace workspace;

  @Test
  void records_that_pass_now_are_published_but_for_discarded_ones() throws IOException {
    workspace = Readings.workspace(folder.resolve("data"));
    workspace.land(
        "readings-1.csv",
        Readings.file(
            "s1;1;01.03.2024 10:00:00;70;true;",
            "s1;2;01.03.2024 11:00:00;70;true;",
            "s1;2;01.03.2024 11:00:00;70;true;",
            "s1;3;01.03.2024 12:00:00;hot;true;",
            "s2;1;02.03.2024 10:00:00;1;;",
            "s3;1;04.03.2024 10:00:00;70;;"));
    workspace.land(
        "readings-2.csv",
        Readings.file("s2;1;02.03.2024 10:00:00;2;;", "s4;1;2024-03-05 10:00:00;1;;"));
    succeed("transform");
    assertThat(succeed("quarantine replay", WHY).verdict())
        .isEqualTo("NO-OP none of 7 quarantined records would pass");

    workspace.use(
        Pipelines.copy(
            Pipelines.OWN,
            Readings.NAME,
            folder.resolve("sql"),
            new Edit("rules.sql", "between -60 and 60", "between -60 and 70"),
            new Edit(
                "pipeline.yaml",
                "timestamp-formats: [\"dd.MM.yyyy HH:mm:ss\"]",
                "timestamp-formats: [\"dd.MM.yyyy HH:mm:ss\", \"yyyy-MM-dd HH:mm:ss\"]")));
    // One of two equal records is given up, regardless of its number.
    String twin = id("\"sequence\":\"2\"");
    succeed("quarantine discard", "--id", twin, "--reason", "test data");
    succeed("quarantine discard", "--id", id("\"s3\""), "--reason", "test data");

    assertThat(succeed("quarantine replay", with("--from", "2024-03-01")).verdict())
        .isEqualTo("REPLACE 2024-03-01..2024-03-01 for 2 of 4 quarantined records that pass now");
    assertThat(readings())
        .containsExactly("2024-03-01 s1 1 70.0", "2024-03-01 s1 2 70.0", "2024-03-02 s2 1 1.0");
    assertThat(quarantined())
        .containsExactlyInAnyOrder(
            "2024-03-01 s1;2",
            "2024-03-01 s1;3",
            "2024-03-02 s2;1",
            "2024-03-04 s3;1",
            "null s4;1");
    assertThat(quarantinedIds()).contains(twin);

    assertThat(succeed("quarantine replay", WHY).verdict())
        .isEqualTo("REPLACE 2024-03-05..2024-03-05 for 1 of 3 quarantined records that pass now");
    assertThat(readings()).contains("2024-03-05 s4 1 1.0").hasSize(4);
    assertThat(succeed("quarantine replay", WHY).verdict())
        .isEqualTo("NO-OP none of 2 quarantined records would pass");
    assertThat(workspace.table("files"))
        .allSatisfy(
            file ->
                assertThat((Long) file.get("rows_written") + (Long) file.get("rows_quarantined"))
                    .isEqualTo(file.get("rows_read")));
  }

  private String id(String text) {
    return workspace.table("quarantine").stream()
        .filter(row -> String.valueOf(row.get("record")).contains(text))
        .map(row -> String.valueOf(row.get("id")))
        .sorted()
        .findFirst()
        .orElseThrow();
  }

  private List<String> quarantinedIds() {
    return workspace.table("quarantine").stream()
        .map(row -> String.valueOf(row.get("id")))
        .toList();
  }

  private List<String> quarantined() {
    return workspace.table("quarantine").stream()
        .map(
            row ->
                row.get("event_date")
                    + " "
                    + String.valueOf(row.get("record"))
                        .replaceAll(".*sensor_id\":\"(s\\d)\",\"sequence\":\"(\\d)\".*", "$1;$2"))
        .toList();
  }

  private List<String> readings() {
    return workspace.table("sensor_readings").stream()
        .map(
            row ->
                "%s %s %s %s"
                    .formatted(
                        row.get("measured_date"),
                        row.get("sensor_id"),
                        row.get("sequence"),
                        row.get("celsius")))
        .sorted()
        .toList();
  }

  private static String[] with(String... options) {
    String[] all = java.util.Arrays.copyOf(options, options.length + WHY.length);
    System.arraycopy(WHY, 0, all, options.length, WHY.length);
    return all;
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }
}

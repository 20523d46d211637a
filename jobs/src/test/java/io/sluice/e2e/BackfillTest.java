// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static io.sluice.e2e.Transactions.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.oracle.Landed;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Pipelines.Edit;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Dates are computed afresh from the files that hold them. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class BackfillTest {
  private static final String[] EVERYTHING = {"--from", "2024-03-01", "--to", "2024-03-09"};

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = Readings.workspace(folder.resolve("data"));
  }

  @Test
  void everything_afresh_is_what_it_was_also_with_late_and_conflicting_duplicates()
      throws IOException {
    workspace = TransactionsPipeline.workspace(folder.resolve("data"));
    workspace.land(
        "1.csv",
        Transactions.file(
            record(1), record(2), record(3), record(3), record(5), record(8, bad()), record(1)));
    workspace.land(
        "2.csv",
        Transactions.file(
            record(2), record(3, Map.of("status", "another")), record(5, bad()), record(7)));
    workspace.land(
        "0 later.csv",
        Transactions.file(
            record(1, Map.of("amount", "77.00")), record(9), record(8), record(8), record(7)));
    workspace.land("9.csv", Transactions.file(record(9, Map.of("amount", "1.00")), record(10)));
    TransactionsOracle oracle = new TransactionsOracle(Landed.in(workspace.in("landing"), 2, 1));
    succeed("transform", "--files-per-batch", "2");
    succeed("aggregate");
    TransactionsPipeline.requireEqual(workspace, oracle);
    List<Map<String, Object>> quarantine =
        workspace.table("quarantine", "run_id", "quarantined_at");
    List<Map<String, Object>> ledger = workspace.table("files");

    for (int time = 1; time <= 2; time++) {
      RunResult backfill = backfill(EVERYTHING);
      assertThat(backfill.verdict()).isEqualTo("REPLACE 2024-03-01..2024-03-09 from 4 files");
      assertThat(backfill.outcome())
          .matches(
              "SUCCEEDED backfill transactions: 4 files read, 18 rows: 8 written, 5 duplicate, 5"
                  + " quarantined; 3 dates touched; [0-9.]+ s; next: ./sluice aggregate --pipeline"
                  + " transactions");
      assertThat(succeed("aggregate").report().path("restated_dates")).isEmpty();
      TransactionsPipeline.requireEqual(workspace, oracle);
      assertThat(workspace.table("quarantine", "run_id", "quarantined_at")).isEqualTo(quarantine);
      assertThat(workspace.table("files")).isEqualTo(ledger);
    }
    assertThat(succeed("transform").verdict()).isEqualTo("NO-OP nothing landed since batch 2");
  }

  @Test
  void other_rules_hold_on_the_dates_and_on_no_others() throws IOException {
    land(workspace);
    succeed("transform", "--files-per-batch", "1");
    succeed("aggregate");
    List<String> files = filesBut("2024-03-02");
    List<Map<String, Object>> quarantine = quarantineBut("2024-03-02");

    Edit warmer = new Edit("rules.sql", "between -60 and 60", "between -60 and 80");
    workspace.use(Pipelines.copy(Pipelines.OWN, Readings.NAME, folder.resolve("sql"), warmer));
    RunResult backfill = backfill("--from", "2024-03-02", "--to", "2024-03-02");
    assertThat(backfill.verdict()).isEqualTo("REPLACE 2024-03-02..2024-03-02 from 3 files");
    assertThat(backfill.report().path("touched_dates").toString()).isEqualTo("[\"2024-03-02\"]");

    assertThat(filesBut("2024-03-02")).isEqualTo(files);
    assertThat(quarantineBut("2024-03-02")).isEqualTo(quarantine);
    assertThat(readings("2024-03-02")).containsExactly("s2 1 70.0", "s2 2 4.25", "s2 4 75.0");
    assertThat(readings("2024-03-01")).containsExactly("s1 1 20.5");

    assertThat(succeed("aggregate").report().path("restated_dates").toString())
        .isEqualTo("[\"2024-03-02\"]");
    backfill("--from", "2024-03-01", "--to", "2024-03-03");
    succeed("aggregate");
    requireSameAsFromTheStart();
  }

  /** What the same files come to that are taken in with today's SQL. */
  private void requireSameAsFromTheStart() throws IOException {
    Workspace fresh = Readings.workspace(folder.resolve("fresh"));
    fresh.use(folder.resolve("sql"));
    land(fresh);
    assertThat(fresh.run("transform", "--files-per-batch", "1").exitCode()).isZero();
    assertThat(fresh.run("aggregate").exitCode()).isZero();
    Map<String, List<Map<String, Object>>> expected = Readings.contents(fresh);
    expected.put("files", Contents.without(expected.get("files"), "modified_at"));
    Map<String, List<Map<String, Object>>> found = Readings.contents(workspace);
    found.put("files", Contents.without(found.get("files"), "modified_at"));
    assertThat(found).isEqualTo(expected);
  }

  private static void land(Workspace into) throws IOException {
    into.land(
        "readings-1.csv",
        Readings.file(
            "s1;1;01.03.2024 10:00:00;20.5;true;01.01.2024",
            "s1;2;01.03.2024 11:00:00;hot;true;",
            "s1;3;01.03.2024 12:00:00;70;true;",
            "s2;1;02.03.2024 10:00:00;70;;"));
    into.land(
        "readings-2.csv",
        Readings.file(
            "s2;1;02.03.2024 10:00:00;-3;;",
            "s2;2;02.03.2024 11:00:00;4.25;false;",
            "s2;3;;1;;",
            "s2;2;02.03.2024 11:00:00;4.25;false;",
            "s2;5;02.03.2024 12:00:00;90;false;"));
    into.land(
        "readings-3.csv",
        Readings.file("s2;4;02.03.2024 13:00:00;75;;", "s3;1;03.03.2024 09:30:00;7;true;"));
  }

  /** The data files of the transformed table that hold other dates. */
  private List<String> filesBut(String date) throws IOException {
    return new DeltaFolder(workspace.in("tables/sensor_readings"))
        .current().stream().filter(file -> !file.contains(date)).toList();
  }

  private List<Map<String, Object>> quarantineBut(String date) {
    return workspace.table("quarantine").stream()
        .filter(row -> !date.equals(String.valueOf(row.get("event_date"))))
        .toList();
  }

  private List<String> readings(String date) {
    return workspace.table("sensor_readings").stream()
        .filter(row -> date.equals(String.valueOf(row.get("measured_date"))))
        .map(row -> row.get("sensor_id") + " " + row.get("sequence") + " " + row.get("celsius"))
        .sorted()
        .toList();
  }

  private static Map<String, String> bad() {
    return Map.of("amount", "bad");
  }

  private RunResult backfill(String... options) throws IOException {
    String[] all = java.util.Arrays.copyOf(options, options.length + 2);
    all[options.length] = "--reason";
    all[options.length + 1] = "SQL corrected";
    return succeed("backfill", all);
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static io.sluice.e2e.Transactions.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.oracle.Landed;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files that land run by run: nothing new, late ones, the same name again, none archived. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DeliveriesTest {
  @TempDir Path folder;

  @Test
  void late_files_and_used_names_are_consumed_once_and_a_run_without_news_writes_nothing()
      throws IOException {
    Workspace workspace = TransactionsPipeline.workspace(folder);
    workspace.land("a.csv", Transactions.file(1, 30));
    workspace.land("b.csv", Transactions.file(31, 60));
    List<Landed> landed = new ArrayList<>(Landed.in(workspace.in("landing"), 1000, 1));
    runBoth(workspace);
    requireNothingToDo(workspace);

    String late = Transactions.file(record(61, Map.of("event_time", "2024-02-28 23:59:59")));
    workspace.land("late.csv", late);
    workspace.land("b.csv", Transactions.file(70, 75));
    landed.addAll(Landed.in(workspace.in("landing"), 1000, 2));
    runBoth(workspace);
    requireNothingToDo(workspace);

    TransactionsPipeline.requireEqual(workspace, new TransactionsOracle(landed));
    assertThat(workspace.texts("archive"))
        .isEqualTo(
            Map.of(
                "000001/a.csv", Transactions.file(1, 30),
                "000001/b.csv", Transactions.file(31, 60),
                "000002/late.csv", late,
                "000002/b.csv", Transactions.file(70, 75)));
    RunResult quality = workspace.run("quality");
    assertThat(quality.exitCode()).as(quality.outcome()).isZero();
  }

  @Test
  void without_an_archive_nothing_is_consumed_twice() throws IOException {
    Path sql =
        Pipelines.copy(
            Pipelines.OWN,
            Readings.NAME,
            folder.resolve("sql"),
            new Pipelines.Edit(
                "pipeline.yaml",
                "extra-columns: reject",
                "extra-columns: reject\n  archive: false"));
    Workspace workspace = new Workspace(folder, sql, Readings.NAME);
    workspace.land("readings-1.csv", Readings.file("s1;1;01.03.2024 10:00:00;20.5;true;"));
    runBoth(workspace);
    requireNothingToDo(workspace);

    workspace.land("readings-2.csv", Readings.file("s1;2;01.03.2024 11:00:00;21.5;true;"));
    runBoth(workspace);
    requireNothingToDo(workspace);

    assertThat(workspace.table("files").stream().map(file -> file.get("path")))
        .containsExactly("readings-1.csv", "readings-2.csv");
    assertThat(workspace.table("sensor_readings").stream().map(row -> row.get("sequence")))
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(workspace.texts("landing").keySet())
        .containsExactly("readings-1.csv", "readings-2.csv");
    assertThat(workspace.in("archive")).doesNotExist();
  }

  private static void runBoth(Workspace workspace) throws IOException {
    for (String job : List.of("transform", "aggregate")) {
      RunResult result = workspace.run(job);
      assertThat(result.exitCode()).as(result.outcome()).isZero();
    }
  }

  private static void requireNothingToDo(Workspace workspace) throws IOException {
    SortedMap<String, String> before = workspace.listing();
    for (String job : List.of("transform", "aggregate")) {
      RunResult result = workspace.run(job);
      assertThat(result.exitCode()).isZero();
      assertThat(result.verdict()).startsWith("NO-OP ");
      assertThat(result.report().path("outcome").asText()).isEqualTo("nothing_to_do");
    }
    assertThat(workspace.listing()).isEqualTo(before);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An aggregation whose file was deleted is named until it is dropped. */
@ExtendWith(SparkSessionExtension.class)
class DroppedAggregationTest {
  private static final String DAILY =
      "select sold_date, count(*) as n from sales group by sold_date\n";

  @TempDir Path root;

  @Test
  void it_is_named_then_dropped_and_comes_back_with_its_file() throws IOException {
    PipelineFolder folder =
        new PipelineFolder(root.resolve("sql")).write("aggregations/daily.sql", DAILY);
    Workspace workspace =
        new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
    workspace.land("a.csv", "id,price,quantity,sold_at,buyer\na,1.50,,2026-01-05 10:00:00,\n");
    succeed(workspace, "transform");
    succeed(workspace, "aggregate");
    RunResult made = workspace.run("aggregate", "--drop", "daily");
    assertThat(made.exitCode()).isEqualTo(2);
    assertThat(made.message())
        .isEqualTo("Cannot drop daily: aggregations/daily.sql makes it; delete that file first");

    Files.delete(root.resolve("sql/shop/aggregations/daily.sql"));
    assertThat(workspace.run("status").stdout())
        .contains(
            "aggregations    daily has no file any more; ./sluice aggregate --pipeline shop --drop"
                + " daily removes its rows");
    assertThat(succeed(workspace, "aggregate").message())
        .isEqualTo(
            "daily is not brought up to date any more: aggregations/daily.sql is gone; ./sluice"
                + " aggregate --pipeline shop --drop daily removes its rows");
    RunResult unknown = workspace.run("aggregate", "--drop", "weekly");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.message())
        .isEqualTo("Cannot drop weekly: shop has no such aggregation without a file; it has daily");

    assertThat(succeed(workspace, "aggregate", "--drop", "daily").verdict())
        .isEqualTo("RUN drop daily");
    assertThat(workspace.table("daily")).isEmpty();
    assertThat(workspace.run("status").stdout()).contains("aggregations    up to date");
    assertThat(succeed(workspace, "aggregate").verdict()).startsWith("NO-OP ");
    assertThat(succeed(workspace, "aggregate", "--drop", "daily").verdict())
        .isEqualTo("NO-OP daily was dropped before");
    assertThat(succeed(workspace, "doctor").message()).contains("all agree");
    succeed(workspace, "quality");

    folder.write("aggregations/daily.sql", DAILY);
    succeed(workspace, "aggregate");
    assertThat(workspace.table("daily"))
        .isEqualTo(List.of(Map.of("sold_date", LocalDate.parse("2026-01-05"), "n", 1L)));
  }

  private static RunResult succeed(Workspace workspace, String job, String... options)
      throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.message()).isZero();
    return run;
  }
}

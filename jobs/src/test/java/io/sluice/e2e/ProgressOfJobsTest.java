// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.progress.Progress;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SetClock;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Jobs tell how far they are, by a clock that runs ten seconds whenever they look at it. */
@ExtendWith(SparkSessionExtension.class)
class ProgressOfJobsTest {
  private static final String LEFT = "(, about [0-9a-z ]+ left)?";
  private static final String TASKS = "\\d+ of \\d+ tasks? done( so far|, \\d+ %" + LEFT + ")";

  @TempDir private Path root;
  private Workspace workspace;

  @BeforeEach
  void shop() throws IOException {
    new PipelineFolder(root.resolve("sql"))
        .write(
            "pipeline.yaml",
            PipelineFolder.YAML.replace("source:\n", "source:\n  files-per-batch: 1\n"))
        .write(
            "aggregations/daily.sql",
            "-- materialized: incremental_by_date\nselect sold_date, count(*) as n from sales group by sold_date\n")
        .write("aggregations/total.sql", "-- materialized: full\nselect sum(n) as n from daily\n")
        .write("quality/free.sql", "select id from sales where price = 0\n")
        .write("quality/dear.sql", "select id from sales where price > 999\n")
        .write("tests/a/given/sales.csv", "id,price\na,0\n")
        .write("tests/a/expected/free.csv", "id\na\n")
        .write("tests/b/given/sales.csv", "id,price\na,1\n")
        .write("tests/b/expected/free.csv", "id\n");
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
    for (int i = 1; i <= 2; i++) {
      workspace.land(
          "sales-%d.csv".formatted(i),
          "id,price,quantity,sold_at,buyer\na%d,1,1,2026-01-0%d 10:00:00,\n".formatted(i, i));
    }
  }

  @Test
  void steps_and_tasks() throws IOException {
    assertThat(lines("transform"))
        .anyMatch(
            line ->
                line.matches(
                    "wrote the rows of batch 1 .*: " + TASKS + "; 0 of 2 batches done, 0 %"))
        .anyMatch(
            line ->
                line.matches(
                    "wrote the rows of batch 2 .*: "
                        + TASKS
                        + "; 1 of 2 batches done, 50 %"
                        + LEFT));
    assertThat(lines("aggregate"))
        .anyMatch(
            line ->
                line.matches(
                    "computed total .*: " + TASKS + "; 1 of 2 aggregations done, 50 %" + LEFT));
    assertThat(lines("quality"))
        .anyMatch(
            line ->
                line.matches("ran the check .*: " + TASKS + "; 1 of 2 checks done, 50 %" + LEFT));
    assertThat(lines("backfill", "--from", "2026-01-01", "--to", "2026-01-02", "--plan"))
        .anyMatch(
            line -> line.matches("computed 2026-01-01..2026-01-02 of sales afresh: " + TASKS));
    assertThat(lines("doctor"))
        .anyMatch(
            line ->
                line.matches(
                    "looked for the files that were consumed: 1 of 2 files done, 50 %" + LEFT));
    assertThat(lines("maintain")).anyMatch(line -> line.matches("tidied .* of \\d tables done.*"));
    assertThat(lines("query", "select count(*) from sales"))
        .anyMatch(line -> line.matches("read what is published: " + TASKS));
    assertThat(lines("test"))
        .anyMatch(line -> line.matches("ran the case .*; 1 of 2 cases done, 50 %" + LEFT));
  }

  @Test
  void files_that_are_listed_and_read() throws IOException {
    assertThat(lines("status"))
        .contains("worked out the state of the pipeline: listed 1 file of landing/ so far")
        .contains("worked out the state of the pipeline: listed 2 files of landing/ so far")
        .anyMatch(
            line ->
                line.matches(
                    "worked out the state of the pipeline: 1 of 2 files found movable, 50 %"
                        + LEFT));
    assertThat(lines("transform"))
        .contains("looked for new files: listed 2 files of landing/ so far")
        .anyMatch(line -> line.matches("looked for new files: 1 of 2 files found movable.*"))
        .anyMatch(line -> line.matches("noted new files: .*"))
        .anyMatch(
            line ->
                line.matches(
                    "moved the files of batch 1 to the archive: 0 of 1 file moved, 0 %.*"));
    assertThat(lines("doctor"))
        .anyMatch(
            line ->
                line.matches(
                    "compared log, tables and files: 1 of 2 files of changes/ read, 50 %" + LEFT))
        .anyMatch(
            line ->
                line.matches(
                    "compared log, tables and files: 1 of 2 files of batches/ read, 50 %" + LEFT))
        .anyMatch(
            line ->
                line.matches(
                    "compared log, tables and files: 1 of 2 versions of sales compared, 50 %"
                        + LEFT
                        + "; \\d of \\d tables done.*"))
        .anyMatch(
            line ->
                line.matches(
                    "compared log, tables and files: 1 of 2 files of sales compared, 50 %.*"));
    assertThat(lines("maintain"))
        .anyMatch(
            line ->
                line.startsWith("looked through sales: listed 2 files of tables/sales/ so far"));
    workspace.land("sales-3.csv", "id,price,quantity,sold_at,buyer\na3,0,1,2026-01-03 10:00:00,\n");
    assertThat(lines("files list")).anyMatch(line -> line.startsWith("read what is published: "));
  }

  /** A program that reads stdout finds nothing else on it, and people find each verdict there. */
  @Test
  void stdout_has_no_progress() throws IOException {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    workspace.tell(new Progress(new SetClock(Duration.ofSeconds(10)), lines::add));

    RunResult run = workspace.run("status", "--json");

    assertThat(lines).isNotEmpty();
    assertThat(run.stdout()).first().isEqualTo("{");
    assertThat(run.stdout()).last().isEqualTo("}");
    assertThat(run.stdout()).noneMatch(line -> line.contains("so far"));
  }

  private List<String> lines(String job, String... options) throws IOException {
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    workspace.tell(new Progress(new SetClock(Duration.ofSeconds(10)), lines::add));
    RunResult run =
        job.equals("query")
            ? workspace.type(List.of("query", options[0], "--pipeline", PipelineFolder.NAME))
            : workspace.run(job, options);
    assertThat(run.exitCode()).as(run.message()).isZero();
    return lines;
  }
}

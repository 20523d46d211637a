// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Checks that nothing could have changed the answers of are not made again. */
@ExtendWith(SparkSessionExtension.class)
class QualityAgainTest {
  @TempDir Path root;
  private PipelineFolder folder;
  private Workspace workspace;

  @BeforeEach
  void publish() throws IOException {
    folder =
        new PipelineFolder(root.resolve("sql"))
            .write("quality/free.sql", "select id, price from sales where price = 0\n");
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
    workspace.land(
        "a.csv", "id,price,quantity,sold_at,buyer\na,1.50,,2026-01-05 10:00:00,\nb,x,,,\n");
    succeed("transform", "--max-quarantined-ratio", "1", "--reason", "a test");
  }

  @Test
  void what_was_checked_is_checked_again_only_where_something_changed() throws IOException {
    RunResult first = check("RUN 5 checks of shop at change 1");
    check("NO-OP run " + first.report().path("run_id").asText() + " has checked change 1");
    check("NO-OP run .* has checked change 1");
    assertThat(workspace.run("quality", "--stage", "transform").verdict()).startsWith("RUN ");
    check("RUN 5 .*");

    folder.write("quality/free.sql", "-- other words\nselect id, price from sales where price = 0");
    check("NO-OP .*");
    folder.write("quality/free.sql", "select id, price from sales where price < 1\n");
    check("RUN 5 .*");
    check("NO-OP .*");

    succeed("quarantine discard", "--all", "--reason", "junk");
    check("RUN 5 .*");
    check("NO-OP run .* has checked change 2");
    succeed("doctor");
    check("RUN 5 .*");

    folder.write("quality/free.sql", "select id from sales where sold_date > current_date");
    check("RUN 5 .*");
    check("RUN 5 .*");
  }

  @Test
  void a_check_that_failed_is_made_again() throws IOException {
    folder.write("quality/free.sql", "select id, price from sales where price > 0\n");
    for (int i = 0; i < 2; i++) {
      RunResult failed = workspace.run("quality");
      assertThat(failed.exitCode()).isEqualTo(3);
      assertThat(failed.verdict()).startsWith("RUN 5 ");
    }
  }

  @Test
  void the_age_of_the_newest_file_is_looked_at_each_time() throws IOException {
    folder.write(
        "pipeline.yaml",
        PipelineFolder.YAML + "freshness: {warn-after: 3 hours, error-after: 1 day}\n");
    check("RUN 6 .*");
    check("NO-OP .*");
    workspace.goBy(Clock.fixed(Instant.now().plus(Duration.ofHours(4)), ZoneOffset.UTC));
    assertThat(check("RUN 6 .*").outcome()).contains("freshness");
  }

  private RunResult check(String verdict) throws IOException {
    RunResult run = succeed("quality");
    assertThat(run.verdict()).matches(verdict);
    return run;
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.message()).isZero();
    return run;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Authoring;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which proofs validate repeats after a change, and which it need not. */
@ExtendWith(SparkSessionExtension.class)
class RepeatedProofTest {
  private static final String DAILY =
      """
      -- materialized: incremental_by_date
      select sold_date, count(*) as sales, sum(price) as total, current_timestamp() as summed_at
      from sales
      group by sold_date
      """;

  @TempDir private Path root;
  private Authoring author;
  private PipelineFolder folder;

  @BeforeEach
  void shop() {
    author = new Authoring(root);
    folder = author.shop().write("generate.sql", PipelineFolder.GENERATE);
  }

  @Test
  void whatWasProvedIsProvedAgainWhereItsMacrosHaveChanged() throws IOException {
    author.remember();
    folder
        .write("macros.sql", "create macro total() as select sum(price) as total;")
        .write("aggregations/daily.sql", DAILY.replace("sum(price) as total", "total()"))
        .write(
            "aggregations/prices.sql",
            "-- materialized: distinct_keys\nselect distinct price, quantity from sales");
    author.run("validate");

    assertThat(author.run("validate").stdout())
        .contains(
            "ok   daily: incremental_by_date equals the full query, and nothing has changed since that was tried",
            "ok   prices: distinct_keys equals the full query, and nothing has changed since that was tried");
    folder.write("macros.sql", "create macro total() as select sum(price + 1) as total;");
    assertThat(author.run("validate").stdout())
        .contains(
            "ok   daily: incremental_by_date equals the full query on 600 rows over 6 dates",
            "ok   prices: distinct_keys equals the full query, and nothing has changed since that was tried");
    assertThat(author.run("validate", "--again", "--only", "prices").stdout())
        .contains("ok   prices: distinct_keys equals the full query on 600 rows over 6 dates")
        .noneMatch(line -> line.contains("daily"));
    assertThat(author.run("validate", "--no-proof").stdout())
        .startsWith("RUN 0 proofs of shop", "ok   5 SQL files fit what they read");
    assertThat(author.run("validate", "--only", "dayly").stdout())
        .last()
        .asString()
        .startsWith(
            "INVALID validate shop: Cannot try 'dayly': shop has no such aggregation (did you mean 'daily'?); it has daily, prices");
  }

  @Test
  void whatWasProvedIsProvedAgainWhereTheRowsItReadsHaveChanged() throws IOException {
    author.remember();
    folder
        .write("aggregations/daily.sql", DAILY)
        .write(
            "aggregations/best.sql",
            "-- materialized: incremental_by_date\n"
                + "select sold_date, max(total) as best from daily group by sold_date")
        .write(
            "aggregations/quantities.sql",
            "-- materialized: distinct_keys\nselect distinct quantity from sales");
    author.run("validate");

    String transformations = PipelineFolder.TRANSFORMATIONS;
    folder.write("transformations.sql", "-- a remark\n" + transformations);
    assertThat(author.run("validate").stdout())
        .filteredOn(line -> line.endsWith("and nothing has changed since that was tried"))
        .hasSize(3);
    folder.write("transformations.sql", transformations.replace("quantity, 1", "quantity, 2"));
    assertThat(author.run("validate").stdout().subList(2, 5))
        .containsExactly(
            "ok   daily: incremental_by_date equals the full query, and what it reads of the rows is as when that was tried",
            "ok   best: incremental_by_date equals the full query, and what it reads of the rows is as when that was tried",
            "ok   quantities: distinct_keys equals the full query, and what it reads of the rows is as when that was tried");
    folder.write(
        "transformations.sql", transformations.replace("quantity, 1", "quantity, 1) + (1"));
    assertThat(author.run("validate").stdout().subList(2, 5))
        .containsExactly(
            "ok   daily: incremental_by_date equals the full query, and what it reads of the rows is as when that was tried",
            "ok   best: incremental_by_date equals the full query, and what it reads of the rows is as when that was tried",
            "ok   quantities: distinct_keys equals the full query on 600 rows over 6 dates");
    folder.write(
        "transformations.sql", transformations.replace("    price,", "    price + 1 as price,"));
    assertThat(author.run("validate").stdout().subList(2, 5))
        .containsExactly(
            "ok   quantities: distinct_keys equals the full query, and what it reads of the rows is as when that was tried",
            "ok   daily: incremental_by_date equals the full query on 600 rows over 6 dates",
            "ok   best: incremental_by_date equals the full query on 600 rows over 6 dates");
  }

  /** It can be tried only after what it reads, which is told of once. */
  @Test
  void whatAChangedAggregationReadsIsProvedBeforeIt() throws IOException {
    author.remember();
    String best =
        "-- materialized: incremental_by_date\n"
            + "select sold_date, max(total) as best from daily group by sold_date";
    folder.write("aggregations/daily.sql", DAILY).write("aggregations/best.sql", best);
    author.run("validate");
    folder.write("aggregations/best.sql", best.replace("max(total)", "max(total + 1)"));

    assertThat(author.run("validate").stdout())
        .containsExactly(
            "RUN 2 proofs of shop",
            "ok   5 SQL files fit what they read",
            "ok   daily: incremental_by_date equals the full query on 600 rows over 6 dates",
            "ok   best: incremental_by_date equals the full query on 600 rows over 6 dates",
            "SUCCEEDED validate shop: 2 of 2 proofs held; 0.0 s");
  }

  /** Its rows are computed ahead, on another thread; what others give doesn't depend on it. */
  @Test
  void aQueryThatFailsForARowFailsItsOwnProofAlone() throws IOException {
    author.remember();
    folder
        .write("aggregations/daily.sql", DAILY)
        .write(
            "aggregations/broken.sql",
            "-- materialized: incremental_by_date\n"
                + "select sold_date, sum(1 div quantity) as n from sales group by sold_date");

    for (int i = 0; i < 2; i++) { // what failed is not remembered
      RunResult run = author.run("validate");
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.stdout())
          .contains("FAIL broken: incremental_by_date")
          .anyMatch(
              line -> line.startsWith("ok   daily: incremental_by_date equals the full query"))
          .anySatisfy(
              line ->
                  assertThat(line)
                      .startsWith("  Cannot compute aggregations/broken.sql: ")
                      .contains("it fails for the row", "quantity = '0'"));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Authoring;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command validate: what it proves, and what it says where it can't. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class ValidateRunTest {
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
  void whatIsRunIsShown() throws IOException {
    folder
        .write(
            "macros.sql",
            "create macro total() as\nselect\n    sum(price) as total,\n    count(*) as sales;")
        .write(
            "aggregations/daily.sql",
            "select\n    sold_date,\n    total()\nfrom sales\ngroup by sold_date");

    assertThat(author.run("validate", "--show", "daily").stdout())
        .startsWith(
            "SHOW aggregations/daily.sql",
            "select",
            "    sold_date,",
            "    sum(price) as total,",
            "    count(*) as sales",
            "from sales",
            "group by sold_date");
    assertThat(author.run("validate", "--show", "dally").stdout())
        .last()
        .asString()
        .contains(
            "Cannot show 'dally': shop has nothing of that name (did you mean 'daily'?); it has");
  }

  @Test
  void whatIsRightIsProved() throws IOException {
    folder
        .write("aggregations/daily.sql", DAILY)
        .write(
            "aggregations/best.sql",
            "-- materialized: incremental_by_date\n"
                + "select sold_date, max(total) as best, max(summed_at) as at from daily group by sold_date")
        .write("aggregations/sums.sql", "select sum(sales) as sales from daily")
        .write(
            "aggregations/prices.sql",
            "-- materialized: distinct_keys\nselect distinct price, quantity from sales")
        .write("quality/empty_days.sql", "select * from daily where sales = 0");
    RunResult run = author.run("validate");

    assertThat(run.stdout())
        .containsExactly(
            "RUN 3 proofs of shop",
            "ok   8 SQL files fit what they read",
            "ok   daily: incremental_by_date equals the full query on 600 rows over 6 dates",
            "ok   best: incremental_by_date equals the full query on 600 rows over 6 dates",
            "ok   prices: distinct_keys equals the full query on 600 rows over 6 dates",
            "SUCCEEDED validate shop: 3 of 3 proofs held; 0.0 s");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.report().findValuesAsText("name")).containsExactly("daily", "best", "prices");
    assertThat(author.hasData()).isFalse();
  }

  @Test
  void aRunningTotalIsNoSumOfDates() throws IOException {
    folder.write(
        "aggregations/running.sql",
        """
        -- materialized: incremental_by_date
        select sold_date, sum(sum(price)) over (order by sold_date) as total
        from sales
        group by sold_date
        """);
    RunResult run = author.run("validate");

    assertThat(run.stdout())
        .containsExactly(
            "RUN 1 proof of shop",
            "ok   4 SQL files fit what they read",
            "FAIL running: incremental_by_date",
            "  Cannot compute aggregations/running.sql by date: its rows of a date depend on more"
                + " than the rows of that date; group, join and partition by sold_date, or declare"
                + " '-- overlap:', or make it '-- materialized: full'",
            "INVALID validate shop: Cannot pass shop: computed incrementally, running is not what"
                + " the full query gives; next: let each row depend on rows of its own date alone,"
                + " or make it '-- materialized: full'");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void whatLiesBeyondTheOverlapIsFound() throws IOException {
    folder.write(
        "aggregations/later.sql",
        """
        -- materialized: incremental_by_date
        -- overlap: 1 day
        select days.sold_date, days.sales, count(sales.id) as later
        from (select sold_date, count(*) as sales from sales group by sold_date) as days
        left join sales on sales.sold_date = date_add(days.sold_date, 12)
        group by days.sold_date, days.sales
        """);
    RunResult run = author.run("validate");

    assertThat(run.stdout().subList(2, 8))
        .containsExactly(
            "FAIL later: incremental_by_date",
            "  the full query is what is expected: 1 row differs (~)",
            "    ~  column     expected    found",
            "       sold_date  2026-01-02  2026-01-02",
            "       sales      42          42",
            "    *  later      42          0");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void withoutIncrementalAggregationsThereIsNothingToProve() throws IOException {
    assertThat(author.run("validate").stdout())
        .containsExactly(
            "RUN 0 proofs of shop",
            "ok   3 SQL files fit what they read",
            "SUCCEEDED validate shop: nothing to prove; 0.0 s");
  }

  @Test
  void theProjectsOwnPipelinesAreRight() throws IOException {
    for (Authoring own :
        new Authoring[] {
          new Authoring(root, Pipelines.REAL, "transactions"),
          new Authoring(root, Pipelines.REAL, "events"),
          new Authoring(root, Pipelines.OWN, "readings")
        }) {
      RunResult run = own.run("validate");
      assertThat(run.exitCode()).as(run.outcome()).isEqualTo(0);
      assertThat(run.stdout()).noneMatch(line -> line.startsWith("skip"));
    }
  }
}

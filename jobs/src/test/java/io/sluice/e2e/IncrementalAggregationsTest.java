// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
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

/** Aggregations follow new data date by date, and wait where only a person should decide. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class IncrementalAggregationsTest {
  @TempDir Path folder;

  private ShopAggregations shop;
  private Workspace workspace;

  @BeforeEach
  void sell() throws IOException {
    shop =
        new ShopAggregations(folder)
            .aggregation("daily", ShopAggregations.DAILY)
            .aggregation("buyers", ShopAggregations.BUYERS)
            .aggregation("totals", ShopAggregations.TOTALS);
    workspace = shop.workspace();
    shop.sell(
        "first.csv",
        "1 1.00 ann 2026-01-05 10:00:00",
        "2 2.00 bob 2026-01-05 11:00:00",
        "3 3.00 ann 2026-01-06 10:00:00");
    RunResult run = workspace.run("aggregate", "--run-id", "first");
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.verdict()).isEqualTo("RUN buyers, daily, totals up to change 1");
    assertThat(run.report().path("restated_dates")).isEmpty();
  }

  @Test
  void late_data_restates_its_date_and_leaves_a_receipt() throws IOException {
    String madeBefore = shop.rows("daily", "sold_date", "made_at").get(1);
    shop.sell("late.csv", "4 4.50 eve 2026-01-05 12:00:00", "5 5.00 ann 2026-01-07 09:00:00");
    shop.sell("later.csv", "6 0.25 null 2026-01-05 23:59:59");

    RunResult run = workspace.run("aggregate", "--run-id", "late");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(shop.rows("daily", "sold_date", "sales", "revenue"))
        .containsExactly("2026-01-05 4 7.75", "2026-01-06 1 3.00", "2026-01-07 1 5.00");
    assertThat(shop.rows("daily", "sold_date", "made_at").get(1)).isEqualTo(madeBefore);
    assertThat(shop.rows("buyers", "buyer")).containsExactly("ann", "bob", "eve", "null");
    assertThat(shop.rows("totals", "buyers", "sales", "revenue")).containsExactly("4 6 15.75");
    assertThat(run.report().path("restated_dates").toString()).isEqualTo("[\"2026-01-05\"]");
    assertThat(run.report().path("touched_dates").toString())
        .isEqualTo("[\"2026-01-05\",\"2026-01-07\"]");
    assertThat(workspace.table("restatements", "restated_at"))
        .containsExactly(
            Map.of(
                "relation",
                "daily",
                "event_date",
                java.time.LocalDate.of(2026, 1, 5),
                "run_id",
                "late",
                "rows_old",
                1L,
                "rows_new",
                1L,
                "sums",
                List.of(Map.of("column", "revenue", "old", "3.00", "new", "7.75")),
                "files",
                List.of("late.csv", "later.csv")));
  }

  @Test
  void other_sql_waits_for_an_operator() throws IOException {
    shop.aggregation("daily", ShopAggregations.DAILY.replace("sum(price)", "max(price)"));

    RunResult noNews = workspace.run("aggregate");
    assertThat(noNews.exitCode()).isEqualTo(2);
    assertThat(noNews.verdict())
        .isEqualTo(
            "NO-OP everything else covers change 1; daily, totals: waiting for --full-refresh, the SQL has changed");

    shop.sell("new.csv", "4 4.00 eve 2026-01-05 12:00:00");
    RunResult waits = workspace.run("aggregate");
    assertThat(waits.exitCode()).isEqualTo(2);
    assertThat(waits.verdict())
        .isEqualTo(
            "RUN buyers up to change 5; daily, totals: waiting for --full-refresh, the SQL has changed");
    assertThat(waits.message())
        .isEqualTo(
            "Cannot bring daily up to date: its rows were made by other SQL than aggregations/daily.sql has now, and to make them anew is to read all history, which is not done unasked; waiting too: totals; everything else is up to date");
    assertThat(waits.report().path("next_step").asText())
        .isEqualTo(
            "./sluice aggregate --pipeline shop --full-refresh daily, or change the SQL back");
    assertThat(shop.rows("buyers", "buyer")).containsExactly("ann", "bob", "eve");
    assertThat(shop.rows("daily", "sold_date", "revenue"))
        .containsExactly("2026-01-05 3.00", "2026-01-06 3.00");

    RunResult refreshed =
        workspace.run("aggregate", "--full-refresh", "daily", "--run-id", "asked");
    assertThat(refreshed.exitCode()).as(refreshed.outcome()).isZero();
    assertThat(refreshed.verdict())
        .isEqualTo("FULL-REFRESH daily, totals up to change 5 (asked for)");
    assertThat(shop.rows("daily", "sold_date", "revenue"))
        .containsExactly("2026-01-05 4.00", "2026-01-06 3.00");
    assertThat(shop.rows("totals", "buyers", "sales", "revenue")).containsExactly("3 4 7.00");
    assertThat(shop.rows("restatements", "run_id", "event_date", "rows_old", "rows_new"))
        .containsExactly("asked 2026-01-05 1 1");
    assertThat(workspace.run("aggregate").verdict()).isEqualTo("NO-OP everything covers change 5");
  }

  @Test
  void a_comment_is_no_other_sql() throws IOException {
    shop.aggregation("daily", ShopAggregations.DAILY.replace("from sales", "-- all\nfrom  sales"));

    assertThat(workspace.run("aggregate").verdict()).isEqualTo("NO-OP everything covers change 1");
  }

  @Test
  void a_full_refresh_of_everything_gives_the_same() throws IOException {
    List<Map<String, Object>> before = workspace.table("daily", "made_at");

    RunResult run = workspace.run("aggregate", "--full-refresh");

    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.verdict())
        .isEqualTo("FULL-REFRESH buyers, daily, totals up to change 1 (asked for)");
    assertThat(workspace.table("daily", "made_at")).isEqualTo(before);
    assertThat(workspace.table("restatements")).isEmpty();
    assertThat(workspace.run("aggregate", "--full-refresh", "day").message())
        .isEqualTo(
            "Cannot refresh day: shop has no such aggregation; it has buyers, daily, totals");
  }

  @Test
  void a_query_that_looks_across_dates_is_refused() throws IOException {
    String runningTotal =
        """
        -- materialized: incremental_by_date
        select sold_date, sum(sum(price)) over (order by sold_date) as so_far
        from sales
        group by sold_date
        """;
    shop.aggregation("so_far", runningTotal);
    assertThat(workspace.run("aggregate").exitCode())
        .isZero(); // all dates at once: nothing to tell
    shop.sell("new.csv", "4 4.00 eve 2026-01-05 12:00:00");

    RunResult run = workspace.run("aggregate");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.message())
        .isEqualTo(
            "Cannot compute aggregations/so_far.sql by date: its rows of a date depend on more than the rows of that date; group, join and partition by sold_date, or declare '-- overlap:', or make it '-- materialized: full'");
  }

  @Test
  void keys_that_are_more_than_columns_are_refused() throws IOException {
    shop.aggregation(
        "spenders",
        """
        -- materialized: distinct_keys
        select buyer from sales group by buyer having sum(price) > 2
        """);

    assertThat(workspace.run("aggregate").message())
        .endsWith(
            ":\n  aggregations/spenders.sql, line 2, column 1: found more than columns of sales, which distinct_keys can't keep; allowed: select distinct, without windows, limits, subqueries and aggregate functions, or '-- materialized: full'");
  }
}

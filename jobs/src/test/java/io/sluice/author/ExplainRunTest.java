// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Authoring;
import io.sluice.testing.RunResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command explain: what it tells of each kind of relation. */
class ExplainRunTest {
  @TempDir private Path root;
  private Authoring author;

  @BeforeEach
  void shop() {
    author = new Authoring(root);
    author
        .shop()
        .write("macros.sql", "create macro figures() as select count(*) as sales;")
        .write(
            "aggregations/daily.sql",
            """
            -- description: one row per day
            -- materialized: incremental_by_date
            select sold_date, figures() from sales group by sold_date
            """)
        .write("aggregations/total.sql", "select sum(sales) as sales from daily")
        .write("quality/empty_days.sql", "-- severity: warn\nselect * from daily where sales = 0");
  }

  @Test
  void anAggregation() throws IOException {
    RunResult run = author.run("explain", "daily");

    assertThat(run.stdout())
        .startsWith(
            "EXPLAIN daily",
            "one row per day",
            "file: aggregations/daily.sql, with macros.sql",
            "reads: sales",
            "read by: total, the check empty_days",
            "kept up to date: incremental_by_date; a run replaces the dates that new rows touch",
            "",
            "column     type",
            "sold_date  DATE",
            "sales      BIGINT");
    assertThat(run.exitCode()).isZero();
    assertThat(author.hasData()).isFalse();
  }

  @Test
  void theTransformedTable() throws IOException {
    assertThat(author.run("explain", "sales").stdout())
        .startsWith(
            "EXPLAIN sales",
            "file: transformations.sql",
            "reads: source",
            "read by: daily",
            "kept up to date: each batch adds its rows; a backfill replaces dates of sold_date",
            "key: id",
            "",
            "column               type")
        .contains("price                DECIMAL(10,2)");
  }

  @Test
  void aCheckAndARelationOfSluice() throws IOException {
    assertThat(author.run("explain", "empty_days").stdout())
        .startsWith(
            "EXPLAIN empty_days",
            "file: quality/empty_days.sql",
            "reads: daily",
            "a check of severity warn, at stage aggregate");
    assertThat(author.run("explain", "files").stdout())
        .startsWith("EXPLAIN files", "read by: nothing", "");
  }

  @Test
  void whatThereIsNot() throws IOException {
    RunResult run = author.run("explain", "dally");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stdout())
        .last()
        .asString()
        .startsWith(
            "INVALID explain shop: Cannot explain 'dally': shop has nothing of that name (did you mean 'daily'?); it has daily");
  }

  @Test
  void whatIsNoRelation() throws IOException {
    author.shop().write("exports/out.yaml", "relation: daily\nconsole: {}\n");

    assertThat(author.run("explain", "figures").stdout())
        .last()
        .asString()
        .startsWith(
            "INVALID explain shop: Cannot explain 'figures': it is a macro; macros.sql has it, and ./sluice validate --pipeline shop --show RELATION what its calls stand for");
    assertThat(author.run("explain", "out").stdout())
        .last()
        .asString()
        .startsWith(
            "INVALID explain shop: Cannot explain 'out': it is an export; it sends what ./sluice explain daily --pipeline shop tells of");
  }
}

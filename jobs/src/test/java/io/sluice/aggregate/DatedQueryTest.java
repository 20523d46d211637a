// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.spark.CachedRows;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class DatedQueryTest {
  private static final SortedSet<LocalDate> FIFTH =
      new TreeSet<>(List.of(LocalDate.of(2026, 1, 5)));

  @TempDir private Path root;
  private final SparkSession spark;

  DatedQueryTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void aDateHasTheRowsThatTheQueryOverEverythingHas() {
    assertThat(over("", "select sold_date, count(*) as n from sales group by sold_date"))
        .containsExactly("[2026-01-05,2]");
    assertThat(
            over(
                "",
                "select sold_date, id, sum(price) over (partition by sold_date order by id) as total from sales"))
        .containsExactlyInAnyOrder("[2026-01-05,a,1]", "[2026-01-05,b,3]");
    assertThat(
            over(
                "",
                "select s.sold_date, s.id from sales s join sales t on s.sold_date = t.sold_date and s.id < t.id"))
        .containsExactly("[2026-01-05,a]");
  }

  @Test
  void rowsThatDependOnOtherDatesAreRefused() {
    for (String query :
        List.of(
            "select max(sold_date) as sold_date, id from sales group by id",
            "select sold_date, sum(price) over (order by sold_date) as total from sales",
            "select s.sold_date, t.id from sales s join sales t on s.sold_date > t.sold_date",
            "select sold_date, (select count(*) from sales) as n from sales",
            "select sold_date, id from sales order by sold_date limit 2")) {
      assertThatThrownBy(() -> over("", query))
          .as(query)
          .isInstanceOf(Problem.class)
          .hasMessage(
              "Cannot compute aggregations/daily.sql by date: its rows of a date depend on more than the rows of that date; group, join and partition by sold_date, or declare '-- overlap:', or make it '-- materialized: full'");
    }
  }

  @Test
  void theEventDateHasToBeSelected() {
    assertThatThrownBy(() -> over("", "select id from sales"))
        .hasMessage(
            "Cannot compute aggregations/daily.sql by date: it does not select sold_date; select it, or make it '-- materialized: full'");
  }

  @Test
  void anOverlapLooksAtTheDatesAround() {
    assertThat(
            over(
                "-- overlap: 1 day\n",
                "select sold_date, id, lag(id) over (order by id) as before from sales"))
        .containsExactlyInAnyOrder(
            "[2026-01-04,o,m]", "[2026-01-05,a,null]", "[2026-01-05,b,a]", "[2026-01-06,c,b]");
  }

  private List<String> over(String directives, String query) {
    Pipeline pipeline =
        new PipelineFolder(root)
            .write(
                "aggregations/daily.sql",
                "-- materialized: incremental_by_date\n" + directives + query + "\n")
            .load();
    Dataset<Row> sales =
        spark
            .sql(
                "select id, price, to_date(day) as sold_date from values ('m', 4, '2026-01-03'), ('o', 9, '2026-01-04'), ('a', 1, '2026-01-05'), ('b', 2, '2026-01-05'), ('c', 3, '2026-01-06') as t(id, price, day)")
            .localCheckpoint();
    try (CachedRows cached = new CachedRows()) {
      return new DatedQuery(spark, pipeline, pipeline.aggregations().get(0), Map.of(), cached)
          .over(Map.of("sales", sales), FIFTH).collectAsList().stream().map(Row::toString).toList();
    }
  }
}

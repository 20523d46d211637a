// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Materialization;
import io.sluice.pipeline.Pipeline;
import io.sluice.spark.CachedRows;
import io.sluice.spark.Queries;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class MaterializerTest {
  private static final String SALES = "select id, to_date(day) as sold_date from values ";
  private static final String EARLY = "('a', '2026-01-05'), ('b', '2026-01-06')";
  private static final String LATE = "('b', '2026-01-05'), ('c', '2026-01-07')";

  @TempDir private Path root;
  private final SparkSession spark;

  MaterializerTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void thereIsOneForEachMaterialization() {
    assertThat(Materializer.ALL).containsOnlyKeys(Materialization.values());
  }

  @Test
  void eachGivesTheQuerysRowsAfterSomeCameLate() {
    assertThat(computed("full", "select id from sales", Materializer.ALL))
        .containsExactlyInAnyOrder("[a]", "[b]", "[b]", "[c]");
    assertThat(
            computed(
                "incremental_by_date",
                "select sold_date, count(*) as n from sales group by sold_date",
                Materializer.ALL))
        .containsExactlyInAnyOrder("[2026-01-05,2]", "[2026-01-06,1]", "[2026-01-07,1]");
    assertThat(computed("distinct_keys", "select id from sales", Materializer.ALL))
        .containsExactlyInAnyOrder("[a]", "[b]", "[c]");
  }

  /** It appends each late row's result, as a stream would, and knows nothing of the others. */
  private static final class Appending implements Materializer {
    @Override
    public PreparedAggregation prepare(AggregationUpdate update) {
      Dataset<Row> added = update.inputs().addedRows(update.newData(), update.state());
      added.createOrReplaceTempView(update.pipeline().table());
      Dataset<Row> rows = Queries.of(update.spark(), update.aggregation().sql());
      return update.prepared(
          update.compact(rows.schema(), Optional.empty()).stageMore(rows, rows.count()));
    }

    @Override
    public Dataset<Row> afterLateRows(IncrementalTrial trial) {
      trial.late().createOrReplaceTempView(trial.pipeline().table());
      return trial
          .before()
          .unionByName(Queries.of(trial.spark(), trial.aggregation().sql()).localCheckpoint());
    }
  }

  @Test
  void anotherOneFitsWithoutAChangeElsewhere() {
    Map<Materialization, Materializer> withAnother = new EnumMap<>(Materializer.ALL);
    withAnother.put(Materialization.DISTINCT_KEYS, new Appending());

    assertThat(computed("distinct_keys", "select id from sales", withAnother))
        .containsExactlyInAnyOrder("[a]", "[b]", "[b]", "[c]");
  }

  private List<String> computed(
      String materialized, String query, Map<Materialization, Materializer> materializers) {
    Pipeline pipeline =
        new PipelineFolder(root)
            .write(
                "aggregations/tried.sql", "-- materialized: " + materialized + "\n" + query + "\n")
            .load();
    Aggregation aggregation = pipeline.aggregations().get(0);
    Dataset<Row> early = sales(EARLY);
    early.createOrReplaceTempView("sales");
    Dataset<Row> before = Queries.of(spark, aggregation.sql()).localCheckpoint();
    try (CachedRows cached = new CachedRows()) {
      return new IncrementalTrial(
              spark,
              pipeline,
              aggregation,
              Map.of("sales", sales(EARLY + ", " + LATE)),
              sales(LATE),
              new TreeSet<>(List.of(LocalDate.of(2026, 1, 5), LocalDate.of(2026, 1, 7))),
              before,
              cached)
          .computed(materializers).collectAsList().stream().map(Row::toString).toList();
    }
  }

  private Dataset<Row> sales(String values) {
    return spark.sql(SALES + values + " as t(id, day)").localCheckpoint();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.AggregateJob;
import io.sluice.TransformJob;
import io.sluice.cli.Command;
import io.sluice.cli.Reading;
import io.sluice.launch.InProcess;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Materialization;
import io.sluice.pipeline.Pipeline;
import io.sluice.run.ProcessContext;
import io.sluice.run.StopSignal;
import io.sluice.spark.CachedRows;
import io.sluice.spark.Queries;
import io.sluice.storage.Storage;
import io.sluice.table.CompactTable;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
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

  private static final Map<Materialization, Materializer> WITH_ANOTHER =
      new EnumMap<>(Materializers.ALL);

  static {
    WITH_ANOTHER.put(Materialization.DISTINCT_KEYS, new Appending());
  }

  @TempDir private Path root;
  private final SparkSession spark;

  MaterializerTest(SparkSession spark) {
    this.spark = spark;
  }

  @Test
  void thereIsOneForEachMaterialization() {
    assertThat(Materializers.ALL).containsOnlyKeys(Materialization.values());
  }

  @Test
  void eachGivesTheQuerysRowsAfterSomeCameLate() {
    assertThat(computed("full", "select id from sales", Materializers.EXACT))
        .containsExactlyInAnyOrder("[a]", "[b]", "[b]", "[c]");
    assertThat(
            computed(
                "incremental_by_date",
                "select sold_date, count(*) as n from sales group by sold_date",
                Materializers.EXACT))
        .containsExactlyInAnyOrder("[2026-01-05,2]", "[2026-01-06,1]", "[2026-01-07,1]");
    assertThat(computed("distinct_keys", "select id from sales", Materializers.EXACT))
        .containsExactlyInAnyOrder("[a]", "[b]", "[c]");
  }

  /** It appends each late row's result, as a stream would, and knows nothing of the others. */
  private static final class Appending implements ExactMaterializer {
    @Override
    public PreparedAggregation prepare(AggregationUpdate update) {
      Dataset<Row> added = update.inputs().addedRows(update.newData(), update.state());
      added.createOrReplaceTempView(update.pipeline().table());
      Dataset<Row> rows = Queries.of(update.spark(), update.aggregation().sql());
      CompactTable table = update.compact(rows.schema(), Optional.empty());
      return update.prepared(
          update.whole()
              ? table.stageAll(rows, rows.count())
              : table.stageMore(rows, rows.count()));
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
  void anotherOneIsProvedWithoutAChangeElsewhere() {
    assertThat(
            computed(
                "distinct_keys",
                "select id from sales",
                Map.of(Materialization.DISTINCT_KEYS, new Appending())))
        .containsExactlyInAnyOrder("[a]", "[b]", "[b]", "[c]");
  }

  @Test
  void anotherOneRunsWithoutAChangeElsewhere() throws IOException {
    new PipelineFolder(root.resolve("sql"))
        .write("aggregations/tried.sql", "-- materialized: distinct_keys\nselect id from sales\n");
    Command aggregate =
        Reading.running(
            AggregateJob.COMMAND,
            (options, context) -> new AggregateRun(context, FullRefresh.NONE, WITH_ANOTHER).run());
    for (String day : List.of("2026-01-05", "2026-01-06")) {
      Files.writeString(
          Files.createDirectories(root.resolve("data/shop/landing")).resolve(day + ".csv"),
          "id,price,quantity,sold_at,buyer\na,1.00,1,%s 10:00:00,\n".formatted(day));
      assertThat(run(TransformJob.COMMAND)).isZero();
      assertThat(run(aggregate)).isZero();
    }

    // A set of keys would have it once.
    assertThat(
            spark
                .read()
                .format("delta")
                .load(root.resolve("data/shop/tables/tried").toString())
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactly("a", "a");
  }

  private int run(Command command) {
    return InProcess.run(
        command,
        new ProcessContext(
            new Storage(new Configuration()), new StopSignal(), System.out, Clock.systemUTC()),
        System.err,
        "--pipeline",
        PipelineFolder.NAME,
        "--data",
        root.resolve("data").toString(),
        "--sql",
        root.resolve("sql").toString());
  }

  private List<String> computed(
      String materialized, String query, Map<Materialization, ExactMaterializer> materializers) {
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
              Map.of(),
              sales(LATE),
              2,
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

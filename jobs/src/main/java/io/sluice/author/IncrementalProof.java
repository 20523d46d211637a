// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.apache.spark.sql.functions.lit;

import io.sluice.aggregate.DeterministicColumns;
import io.sluice.aggregate.IncrementalTrial;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.spark.CachedRows;
import io.sluice.spark.DriverRows;
import io.sluice.spark.Queries;
import io.sluice.spark.RowTexts;
import io.sluice.spark.RowsAhead;
import io.sluice.spark.TemporaryViews;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Proof that incremental aggregations give what their queries give over everything, on rows of
 * which some come late. Every column counts but those that are the same in every row, such as the
 * time of the run.
 */
final class IncrementalProof implements AutoCloseable {
  private final SparkSession spark;
  private final TemporaryViews views;
  private final Pipeline pipeline;
  private final LateArrivalSample sample;
  private final Map<String, Dataset<Row>> references;
  private final Map<String, Dataset<Row>> published = new HashMap<>();
  private final Map<String, Dataset<Row>> whole = new HashMap<>();

  /** Over everything, each analyzed once. */
  private final Map<String, Dataset<Row>> queries = new HashMap<>();

  private final RowsAhead ahead = new RowsAhead();
  private final Map<String, Results> results = new HashMap<>();

  /**
   * What an aggregation's query gives.
   *
   * @param query over everything
   * @param before its rows without the late ones
   * @param expected its rows over everything
   */
  private record Results(
      Dataset<Row> query, Supplier<DriverRows> before, Supplier<DriverRows> expected) {}

  /**
   * @param references rows of each reference, by name
   */
  IncrementalProof(
      SparkSession spark,
      Pipeline pipeline,
      LateArrivalSample sample,
      Map<String, Dataset<Row>> references) {
    this.references = references;
    this.spark = spark;
    this.views = new TemporaryViews(spark);
    this.pipeline = pipeline;
    this.sample = sample;
    published.put(pipeline.table(), sample.early().table(spark));
    whole.put(pipeline.table(), sample.all().table(spark));
    published.putAll(references);
    whole.putAll(references);
  }

  /**
   * A hash of what an aggregation reads of the sample, itself or by way of others.
   *
   * @param chain the aggregation, and those that it reads
   * @throws io.sluice.problem.Problem INVALID where a query fails because of a value
   */
  String rowsRead(List<Aggregation> chain) {
    Set<String> columns = new TreeSet<>(Set.of(pipeline.eventDate()));
    for (Aggregation each : chain) {
      if (each.reads().contains(pipeline.table())) {
        columns.addAll(columnsRead(each));
      }
    }
    return sample.hash(columns);
  }

  private Set<String> columnsRead(Aggregation aggregation) {
    return whole.keySet().containsAll(aggregation.reads())
        ? evaluated(
            aggregation,
            () -> ColumnsRead.by(overEverything(aggregation), whole.get(pipeline.table())))
        : Set.of(sample.all().schema().fieldNames());
  }

  /** Begins to compute what an aggregation's query gives, unless it reads another's rows. */
  void begin(Aggregation aggregation) {
    if (whole.keySet().containsAll(aggregation.reads())) {
      results(aggregation);
    }
  }

  private Results results(Aggregation aggregation) {
    return results.computeIfAbsent(
        aggregation.relation(),
        any -> {
          Supplier<DriverRows> before = ahead.of(query(aggregation, published));
          Dataset<Row> query = overEverything(aggregation);
          return new Results(query, before, ahead.of(query));
        });
  }

  /**
   * Tries an incremental aggregation, after those that it reads, which are incremental too.
   *
   * @return how it differs from the full query, which says what is expected; empty where it doesn't
   * @throws io.sluice.problem.Problem INVALID where the aggregation can't be computed incrementally
   */
  Optional<RowDifference> difference(Aggregation aggregation) {
    try (CachedRows cached = new CachedRows()) {
      Results results = results(aggregation);
      List<String> columns =
          evaluated(aggregation, () -> DeterministicColumns.columns(results.query()));
      Dataset<Row> before = evaluated(aggregation, results.before()).table(spark);
      DriverRows expected = evaluated(aggregation, results.expected());
      published.put(aggregation.relation(), settled(before, columns));
      whole.put(aggregation.relation(), settled(expected.table(spark), columns));
      Map<String, Dataset<Row>> read = new TreeMap<>();
      Map<String, Dataset<Row>> undated = new TreeMap<>();
      aggregation
          .reads()
          .forEach(
              relation ->
                  (references.containsKey(relation) ? undated : read)
                      .put(relation, whole.get(relation)));
      IncrementalTrial trial =
          new IncrementalTrial(
              spark,
              pipeline,
              aggregation,
              read,
              undated,
              sample.late().table(spark),
              sample.late().rows().size(),
              sample.touched(),
              before,
              cached);
      return evaluated(aggregation, () -> compare(columns, expected, trial.computed()));
    }
  }

  @Override
  public void close() {
    ahead.close();
    views.close();
  }

  private <T> T evaluated(Aggregation aggregation, Supplier<T> work) {
    return Queries.evaluated(
        spark, aggregation.sql(), "compute", pipeline.source().personal(), work);
  }

  private Dataset<Row> overEverything(Aggregation aggregation) {
    return queries.computeIfAbsent(aggregation.relation(), any -> query(aggregation, whole));
  }

  /** What is published where an aggregation is computed from all that some relations have. */
  private Dataset<Row> query(Aggregation aggregation, Map<String, Dataset<Row>> relations) {
    aggregation.reads().forEach(relation -> views.add(relation, relations.get(relation)));
    return IncrementalTrial.published(aggregation, Queries.of(spark, aggregation.sql()));
  }

  /**
   * Empties columns without meaning, so that they make no difference to what is computed from them.
   */
  private static Dataset<Row> settled(Dataset<Row> rows, List<String> columns) {
    Dataset<Row> settled = rows;
    for (var field : rows.schema().fields()) {
      if (!columns.contains(field.name())) {
        settled = settled.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
    }
    return settled;
  }

  private static Optional<RowDifference> compare(
      List<String> columns, DriverRows expected, Dataset<Row> found) {
    List<List<String>> rows = RowTexts.of(expected, columns);
    List<Integer> noLines = Collections.nCopies(rows.size(), 0);
    return RowDifference.of(columns, rows, noLines, RowTexts.of(found, columns));
  }
}

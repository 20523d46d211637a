// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.SqlFile;
import io.sluice.problem.Problem;
import io.sluice.refine.Refiner;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.FilesTable;
import io.sluice.relation.QuarantineTable;
import io.sluice.relation.RestatementsTable;
import io.sluice.spark.Queries;
import io.sluice.spark.TemporaryViews;
import io.sluice.table.TableLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of every relation that a pipeline's SQL can read. An aggregation's are those that its
 * query has over empty tables; no query runs for it.
 *
 * @param made the transformed table's columns, and those of the aggregations, by relation
 * @param references columns of the references
 * @param problems faults of resolved queries, each naming its file
 */
record RelationColumns(
    SparkSession spark,
    Map<String, StructType> made,
    Map<String, StructType> references,
    List<String> problems) {
  private static final Map<String, StructType> KEPT_BY_THE_ENGINE =
      Map.of(
          Relations.FILES, FilesTable.LAYOUT.schema(),
          Relations.QUARANTINE, QuarantineTable.LAYOUT.schema(),
          Relations.DECISIONS, DecisionsTable.LAYOUT.schema(),
          Relations.RESTATEMENTS, RestatementsTable.LAYOUT.schema());

  /**
   * @param refiner makes the transformed table
   * @param references columns of the references
   */
  RelationColumns(
      SparkSession spark, Pipeline pipeline, Refiner refiner, Map<String, StructType> references) {
    this(spark, new LinkedHashMap<>(), references, new ArrayList<>());
    made.put(pipeline.table(), nullable(refiner.schema()));
    for (Aggregation aggregation : pipeline.aggregations()) {
      resolve(aggregation.sql(), aggregation.reads())
          .ifPresent(schema -> made.put(aggregation.relation(), nullable(schema)));
    }
  }

  /**
   * The columns of a query. What is wrong with it becomes one of {@link #problems}; nothing is said
   * of a query that reads an aggregation which is wrong itself.
   */
  Optional<StructType> resolve(SqlFile sql, Collection<String> reads) {
    if (reads.stream().anyMatch(relation -> of(relation).isEmpty())) {
      return Optional.empty();
    }
    try (TemporaryViews views = new TemporaryViews(spark)) {
      reads.forEach(relation -> views.add(relation, of(relation).orElseThrow()));
      return Optional.of(Queries.of(spark, sql).schema());
    } catch (Problem e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** The relations that the engine keeps for each pipeline. */
  Collection<String> kept() {
    return KEPT_BY_THE_ENGINE.keySet();
  }

  /** A relation's columns; empty where there is none of this name, or its query is wrong. */
  Optional<StructType> of(String relation) {
    return Optional.ofNullable(made.get(relation))
        .or(() -> Optional.ofNullable(references.get(relation)))
        .or(() -> Optional.ofNullable(KEPT_BY_THE_ENGINE.get(relation)));
  }

  private static StructType nullable(StructType schema) {
    return new TableLayout(schema, List.of()).schema();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.xxhash64;

import io.sluice.pipeline.Aggregation;
import io.sluice.problem.Problem;
import io.sluice.spark.Queries;
import io.sluice.spark.TryCast;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import scala.collection.JavaConverters;

/**
 * A query whose result is a set of keys: what it gives for two sets of rows together is what it
 * gives for each of them, without the repetitions.
 */
record KeySet(SparkSession spark, Aggregation aggregation) {
  /** More keys than these are not sent to every task. */
  private static final long MOST_BROADCAST = 2_000_000;

  private static final String HASH = "sluice_hash";

  /**
   * The keys that some rows of the relation that the query reads have.
   *
   * @throws Problem INVALID where the query does more than to name keys
   */
  Dataset<Row> of(Dataset<Row> rows) {
    rows.createOrReplaceTempView(aggregation.reads().iterator().next());
    Dataset<Row> keys = Queries.of(spark, aggregation.sql()).distinct();
    if (!isRowByRow(keys.queryExecution().optimizedPlan())) {
      throw Problem.invalid(
          "Cannot compute %s as distinct_keys: it does more than select distinct columns of %s; leave out joins, windows, limits and aggregate functions, or make it '-- materialized: full'"
              .formatted(aggregation.sql().name(), aggregation.reads().iterator().next()));
    }
    return keys;
  }

  /**
   * Keys that a set does not have. The set is read once.
   *
   * @param number how many keys they are at most
   */
  static Dataset<Row> missing(Dataset<Row> keys, long number, Dataset<Row> from) {
    return without(keys, number <= MOST_BROADCAST ? broadcast(alike(from, keys)) : from);
  }

  /**
   * Keys of a set that are among some keys, and those few others that have the same hash. To look
   * at one number takes a quarter of the time that it takes to compare a key's columns.
   */
  private static Dataset<Row> alike(Dataset<Row> set, Dataset<Row> keys) {
    Dataset<Row> hashed = set.withColumn(HASH, hash(set, keys));
    Dataset<Row> wanted = keys.select(hash(keys, keys).as(HASH));
    return hashed.join(broadcast(wanted), hashed.col(HASH).equalTo(wanted.col(HASH)), "left_semi");
  }

  /** Hash of a key; equal keys have the same, also where one of them is of a wider type. */
  private static Column hash(Dataset<Row> rows, Dataset<Row> keys) {
    return xxhash64(
        Arrays.stream(keys.schema().fields())
            .map(field -> TryCast.of(named(rows, field.name()), field.dataType()))
            .toArray(Column[]::new));
  }

  static Dataset<Row> without(Dataset<Row> keys, Dataset<Row> others) {
    return keys.join(others, same(keys, others), "left_anti");
  }

  /** Two nulls are the same, too. */
  private static Column same(Dataset<Row> one, Dataset<Row> other) {
    return List.of(one.columns()).stream()
        .map(name -> named(one, name).eqNullSafe(named(other, name)))
        .reduce(Column::and)
        .orElseThrow();
  }

  private static boolean isRowByRow(LogicalPlan plan) {
    List<LogicalPlan> children = JavaConverters.seqAsJavaList(plan.children());
    boolean isPlain =
        children.isEmpty()
            || plan instanceof Project
            || plan instanceof Filter
            || plan instanceof Generate
            || plan instanceof Union
            || plan instanceof Aggregate;
    return isPlain
        && JavaConverters.seqAsJavaList(plan.subqueries()).isEmpty()
        && JavaConverters.seqAsJavaList(plan.expressions()).stream().allMatch(KeySet::isOfOneRow)
        && children.stream().allMatch(KeySet::isRowByRow);
  }

  private static boolean isOfOneRow(Expression expression) {
    return !(expression instanceof AggregateExpression)
        && expression.deterministic()
        && JavaConverters.seqAsJavaList(expression.children()).stream()
            .allMatch(KeySet::isOfOneRow);
  }
}

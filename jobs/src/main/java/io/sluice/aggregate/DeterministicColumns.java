// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static io.sluice.spark.NamedColumns.named;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.JavaConverters;

/**
 * The columns of a query that say something about its rows: all but those that are the same in
 * every row, such as the time at which it ran.
 */
public final class DeterministicColumns {
  private DeterministicColumns() {}

  /** The names of those columns; to be asked before the query's rows are kept in memory. */
  public static List<String> columns(Dataset<Row> query) {
    LogicalPlan plan = query.queryExecution().optimizedPlan();
    Set<Long> constants = new HashSet<>();
    nodes(plan)
        .flatMap(node -> JavaConverters.seqAsJavaList(node.expressions()).stream())
        .filter(Alias.class::isInstance)
        .map(Alias.class::cast)
        .filter(alias -> alias.child().foldable())
        .forEach(alias -> constants.add(alias.exprId().id()));
    return JavaConverters.seqAsJavaList(plan.output()).stream()
        .filter(attribute -> !constants.contains(attribute.exprId().id()))
        .map(Attribute::name)
        .toList();
  }

  /**
   * Returns whether two results of one query differ in these columns, each row counted as often as
   * it occurs.
   */
  public static boolean differ(Dataset<Row> one, Dataset<Row> other, List<String> columns) {
    Column[] compared = named(columns);
    Dataset<Row> left = one.select(compared);
    Dataset<Row> right = other.select(compared);
    return !left.exceptAll(right).isEmpty() || !right.exceptAll(left).isEmpty();
  }

  private static Stream<LogicalPlan> nodes(LogicalPlan plan) {
    return Stream.concat(
        Stream.of(plan),
        JavaConverters.seqAsJavaList(plan.children()).stream()
            .flatMap(DeterministicColumns::nodes));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.LogicalRDD;
import scala.collection.JavaConverters;

/**
 * The columns of a relation that a query's result depends on: those that the optimizer has left
 * above it. Where it is not plain which these are, they are all of its columns.
 */
final class ColumnsRead {
  private final LogicalRDD relation;
  private final Set<String> names = new HashSet<>();

  private ColumnsRead(LogicalRDD relation) {
    this.relation = relation;
  }

  /**
   * The names of those columns.
   *
   * @param relation rows that are in no plan, such as {@link io.sluice.spark.DriverRows#table}
   */
  static Set<String> by(Dataset<Row> query, Dataset<Row> relation) {
    ColumnsRead read = new ColumnsRead((LogicalRDD) relation.queryExecution().analyzed());
    read.collect(query.queryExecution().optimizedPlan(), Optional.empty());
    return read.names;
  }

  /**
   * @param wanted what is made use of of the plan's columns; empty where it may be any of them
   */
  private void collect(LogicalPlan plan, Optional<AttributeSet> wanted) {
    if (plan instanceof LogicalRDD leaf && leaf.rdd() == relation.rdd()) {
      for (Attribute column : JavaConverters.seqAsJavaList(leaf.output())) {
        if (wanted.isEmpty() || wanted.get().contains(column)) {
          names.add(column.name());
        }
      }
    }
    Optional<AttributeSet> below = Optional.empty();
    if (plan instanceof Project || plan instanceof Aggregate) {
      below = Optional.of(plan.references());
    } else if (plan instanceof Filter) {
      below = wanted.map(above -> above.$plus$plus(plan.references()));
    }
    for (LogicalPlan child : JavaConverters.seqAsJavaList(plan.children())) {
      collect(child, below);
    }
    JavaConverters.seqAsJavaList(plan.subqueries()).stream()
        .map(LogicalPlan.class::cast)
        .forEach(subquery -> collect(subquery, Optional.empty()));
  }
}

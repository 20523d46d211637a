// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.InSet;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.collection.JavaConverters;

/**
 * Looks in an optimized plan for the condition that only some dates are wanted.
 *
 * @param column the dates
 * @param undated what has no dates, regardless of the names of its columns
 */
record DatePushdown(String column, Set<Object> undated) {

  /**
   * Returns whether every relation with that column is asked for some of its values alone.
   *
   * @param rows a query that ends with a condition on the column
   * @param references those of what it reads that have no dates
   */
  static boolean toEveryRelation(
      Dataset<Row> rows, String column, Collection<Dataset<Row>> references) {
    Set<Object> undated = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Dataset<Row> each : references) {
      JavaConverters.seqAsJavaList(each.queryExecution().analyzed().collectLeaves())
          .forEach(leaf -> undated.add(read(leaf)));
    }
    return new DatePushdown(column, undated)
        .bounded(rows.queryExecution().optimizedPlan(), Optional.empty());
  }

  /** What a leaf of a plan reads: the same object in every copy of the leaf. */
  private static Object read(LogicalPlan leaf) {
    if (leaf instanceof LogicalRelation relation) {
      return relation.relation();
    }
    return leaf instanceof LogicalRDD rows ? rows.rdd() : leaf;
  }

  private boolean bounded(LogicalPlan plan, Optional<Expression> condition) {
    if (plan instanceof Filter filter) {
      return subqueriesBounded(plan) && bounded(filter.child(), Optional.of(filter.condition()));
    }
    if (JavaConverters.seqAsJavaList(plan.children()).isEmpty()) {
      // Rows that the plan itself holds have been filtered while it was optimized.
      return plan instanceof LocalRelation
          || undated.contains(read(plan))
          || JavaConverters.seqAsJavaList(plan.output()).stream()
              .filter(attribute -> attribute.name().equalsIgnoreCase(column))
              .allMatch(
                  attribute -> condition.filter(given -> bounds(given, attribute)).isPresent());
    }
    return subqueriesBounded(plan)
        && JavaConverters.seqAsJavaList(plan.children()).stream()
            .allMatch(child -> bounded(child, Optional.empty()));
  }

  private boolean subqueriesBounded(LogicalPlan plan) {
    return JavaConverters.seqAsJavaList(plan.subqueries()).stream()
        .map(LogicalPlan.class::cast)
        .allMatch(subquery -> bounded(subquery, Optional.empty()));
  }

  /** Returns whether a condition holds for some values of the column alone. */
  private static boolean bounds(Expression condition, Attribute column) {
    if (condition instanceof And and) {
      return bounds(and.left(), column) || bounds(and.right(), column);
    } else if (condition instanceof In in) {
      return isColumn(in.value(), column)
          && JavaConverters.seqAsJavaList(in.list()).stream().allMatch(Literal.class::isInstance);
    } else if (condition instanceof InSet in) {
      return isColumn(in.child(), column);
    } else if (condition instanceof EqualTo equal) {
      return (isColumn(equal.left(), column) && equal.right() instanceof Literal)
          || (isColumn(equal.right(), column) && equal.left() instanceof Literal);
    }
    return false;
  }

  private static boolean isColumn(Expression expression, Attribute column) {
    return expression instanceof Attribute attribute && attribute.exprId().equals(column.exprId());
  }
}

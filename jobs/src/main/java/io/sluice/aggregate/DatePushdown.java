// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import java.util.Optional;
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
import scala.collection.JavaConverters;

/** Looks in an optimized plan for the condition that only some dates are wanted. */
final class DatePushdown {
  private DatePushdown() {}

  /**
   * Returns whether every relation with that column is asked for some of its values alone.
   *
   * @param rows a query that ends with a condition on the column
   */
  static boolean toEveryRelation(Dataset<Row> rows, String column) {
    return bounded(rows.queryExecution().optimizedPlan(), Optional.empty(), column);
  }

  private static boolean bounded(LogicalPlan plan, Optional<Expression> condition, String column) {
    if (plan instanceof Filter filter) {
      return subqueriesBounded(plan, column)
          && bounded(filter.child(), Optional.of(filter.condition()), column);
    }
    if (JavaConverters.seqAsJavaList(plan.children()).isEmpty()) {
      // Rows that stand in the plan itself have been filtered while it was optimized.
      return plan instanceof LocalRelation
          || JavaConverters.seqAsJavaList(plan.output()).stream()
              .filter(attribute -> attribute.name().equalsIgnoreCase(column))
              .allMatch(
                  attribute -> condition.filter(given -> bounds(given, attribute)).isPresent());
    }
    return subqueriesBounded(plan, column)
        && JavaConverters.seqAsJavaList(plan.children()).stream()
            .allMatch(child -> bounded(child, Optional.empty(), column));
  }

  private static boolean subqueriesBounded(LogicalPlan plan, String column) {
    return JavaConverters.seqAsJavaList(plan.subqueries()).stream()
        .map(LogicalPlan.class::cast)
        .allMatch(subquery -> bounded(subquery, Optional.empty(), column));
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

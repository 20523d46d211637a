// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import static io.sluice.spark.ScalaSeq.seq;
import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.refine.RowWise;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.DataTypes;

/**
 * The event date that a query selects: whether it is the date of what it reads, or computed of it.
 */
record DateColumn(LogicalPlan plan, String name) {
  /** Days that differ in month, weekday and place in the month. */
  private static final List<LocalDate> DAYS =
      List.of(LocalDate.of(2025, 12, 31), LocalDate.of(2026, 3, 1), LocalDate.of(2026, 5, 14));

  static DateColumn of(LogicalPlan analyzed, String name) {
    return new DateColumn(RowWise.inlined(analyzed), name);
  }

  /**
   * The expression that makes another date of the event date alone, such as {@code
   * date_add(sold_date, 1)}; empty where it makes the same, or depends on more.
   */
  Optional<Expression> shifted() {
    return seqAsJavaList(plan.output()).stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .flatMap(column -> origin(column, plan))
        .filter(made -> DAYS.stream().anyMatch(day -> isOther(made, day)));
  }

  /** The column that it is a plain copy of, in the relation that has it; empty where it is more. */
  Optional<Attribute> copied() {
    return seqAsJavaList(plan.output()).stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .flatMap(column -> origin(column, plan))
        .filter(Attribute.class::isInstance)
        .map(Attribute.class::cast);
  }

  private boolean isOther(Expression made, LocalDate day) {
    try {
      Optional<Expression> at = at(made, day);
      return at.isPresent()
          && !Integer.valueOf((int) day.toEpochDay())
              .equals(at.get().eval(InternalRow.apply(seq(List.of()))));
    } catch (Exception e) { // Spark throws SparkException without declaring it to Java
      return false; // an aggregate, for one, can't be computed by itself
    }
  }

  /** What an attribute of a plan's output is made of, in terms of the relations that are read. */
  private static Optional<Expression> origin(Attribute column, LogicalPlan node) {
    List<? extends NamedExpression> made = List.of();
    if (node instanceof Project project) {
      made = seqAsJavaList(project.projectList());
    } else if (node instanceof Aggregate aggregate) {
      made = seqAsJavaList(aggregate.aggregateExpressions());
    }
    for (NamedExpression each : made) {
      if (each.exprId().equals(column.exprId()) && each instanceof Alias alias) {
        return expanded(alias.child(), node.children().head());
      }
    }
    for (LogicalPlan child : seqAsJavaList(node.children())) {
      if (seqAsJavaList(child.output()).stream()
          .anyMatch(output -> output.exprId().equals(column.exprId()))) {
        return origin(column, child);
      }
    }
    return node.children().isEmpty() ? Optional.of(column) : Optional.empty();
  }

  private static Optional<Expression> expanded(Expression expression, LogicalPlan below) {
    if (expression instanceof SubqueryExpression) {
      return Optional.empty();
    } else if (expression instanceof Attribute column) {
      return origin(column, below);
    }
    return rebuilt(expression, child -> expanded(child, below));
  }

  /** The expression on one day; empty where it needs more than the event date. */
  private Optional<Expression> at(Expression expression, LocalDate day) {
    if (expression instanceof RuntimeReplaceable replaceable) {
      return at(replaceable.replacement(), day);
    } else if (expression instanceof Attribute column) {
      boolean isDate = column.name().equals(name) && column.dataType().equals(DataTypes.DateType);
      return isDate
          ? Optional.of(Literal.create((int) day.toEpochDay(), DataTypes.DateType))
          : Optional.empty();
    }
    return rebuilt(expression, child -> at(child, day));
  }

  private interface Step {
    Optional<Expression> apply(Expression child);
  }

  private static Optional<Expression> rebuilt(Expression expression, Step step) {
    List<Expression> children = new ArrayList<>();
    for (Expression child : seqAsJavaList(expression.children())) {
      Optional<Expression> made = step.apply(child);
      if (made.isEmpty()) {
        return Optional.empty();
      }
      children.add(made.get());
    }
    return Optional.of(children.isEmpty() ? expression : expression.withNewChildren(seq(children)));
  }
}

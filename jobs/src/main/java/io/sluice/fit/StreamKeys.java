// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.refine.RowWise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import scala.collection.Seq;

/**
 * Columns by which rows of an aggregating query are told apart: those that it groups by.
 *
 * @param columns names of the query's columns that have them
 * @param missing what it groups by and doesn't select, as SQL
 * @param isFiltered whether it leaves groups out by what they come to, as {@code having} does
 */
public record StreamKeys(List<String> columns, List<String> missing, boolean isFiltered) {
  /** What Spark marks the columns of windows by, whose start says what their end is. */
  private static final String WINDOW = "spark.timeWindow";

  /** The keys; empty where the query's rows aren't groups. */
  public static Optional<StreamKeys> of(LogicalPlan analyzed) {
    LogicalPlan plan = RowWise.inlined(analyzed);
    List<String> names = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    for (Attribute column : seqAsJavaList(plan.output())) {
      names.add(column.name());
      values.add(column);
    }
    boolean isFiltered = false;
    while (!(plan instanceof Aggregate)) {
      if (plan instanceof Project project) {
        values = defined(values, project.projectList());
      } else if (plan instanceof Filter) {
        isFiltered = true;
      } else if (!(plan instanceof SubqueryAlias)) {
        return Optional.empty();
      }
      plan = seqAsJavaList(plan.children()).get(0);
    }
    Aggregate groups = (Aggregate) plan;
    values = defined(values, groups.aggregateExpressions());
    List<String> columns = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Expression key : seqAsJavaList(groups.groupingExpressions())) {
      Optional<String> column = column(key, names, values);
      column.ifPresentOrElse(columns::add, () -> missing.add(key.sql()));
    }
    return Optional.of(new StreamKeys(columns, missing, isFiltered));
  }

  private static Optional<String> column(
      Expression key, List<String> names, List<Expression> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).semanticEquals(key)
          || (isWindow(key)
              && values.get(i) instanceof GetStructField part
              && part.child().semanticEquals(key))) {
        return Optional.of(names.get(i));
      }
    }
    return Optional.empty();
  }

  private static boolean isWindow(Expression key) {
    return key instanceof Attribute column && column.metadata().contains(WINDOW);
  }

  /** Values in terms of what the named ones are made of. */
  private static <E extends NamedExpression> List<Expression> defined(
      List<Expression> values, Seq<E> named) {
    Map<ExprId, Expression> definitions = new HashMap<>();
    for (NamedExpression each : seqAsJavaList(named)) {
      if (each instanceof Alias alias) {
        definitions.put(alias.exprId(), alias.child());
      }
    }
    return values.stream().map(value -> defined(value, definitions)).toList();
  }

  private static Expression defined(Expression value, Map<ExprId, Expression> definitions) {
    if (value instanceof Attribute column) {
      return definitions.getOrDefault(column.exprId(), column);
    }
    return value instanceof GetStructField part
        ? part.copy(defined(part.child(), definitions), part.ordinal(), part.name())
        : value;
  }
}

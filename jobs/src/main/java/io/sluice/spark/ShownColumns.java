// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;

/** The columns of a query's rows in messages, where values must not show that are personal. */
final class ShownColumns {
  /** More columns are left out, beginning with those that have nothing to do with it. */
  private static final int MOST_COLUMNS = 8;

  /** What Spark calls the arguments of a window function that it computes first. */
  private static final Pattern MADE_UP = Pattern.compile("_we?\\d+");

  private static final String HIDDEN = "(hidden: personal)";

  private final Set<String> personal;

  /** Columns that are personal, or made of such. */
  private final Set<ExprId> hidden = new HashSet<>();

  private final Map<ExprId, String> names = new HashMap<>();

  /**
   * @param personal columns of relations whose values must not show
   */
  ShownColumns(Set<String> personal) {
    this.personal = personal;
  }

  /** Notes which columns of a relation are personal. */
  void noteSource(LogicalPlan relation) {
    seqAsJavaList(relation.output()).stream()
        .filter(column -> personal.contains(column.name()))
        .forEach(this::hide);
  }

  /** The name of a column, or what it is computed by where the query gives it none. */
  static String name(Alias column) {
    return MADE_UP.matcher(column.name()).matches()
        ? SqlErrors.words(column.child())
        : column.name();
  }

  void hide(Attribute column) {
    hidden.add(column.exprId());
  }

  /** A row for people, its first columns at least. */
  String of(List<Attribute> columns, Row row) {
    return of(columns, row, 0);
  }

  /**
   * @param row has the columns as texts
   * @param from where the columns begin in the row
   */
  String of(List<Attribute> columns, Row row, int from) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < Math.min(columns.size(), MOST_COLUMNS); i++) {
      Attribute column = columns.get(i);
      String value =
          hidden.contains(column.exprId())
              ? HIDDEN
              : row.isNullAt(from + i) ? "null" : Escaped.quoted(row.getString(from + i));
      values.add(names.getOrDefault(column.exprId(), column.name()) + " = " + value);
    }
    return String.join(", ", values) + (columns.size() > MOST_COLUMNS ? ", …" : "");
  }

  /** Returns whether the value is personal, or made of what is. */
  boolean isHidden(Expression expression) {
    return seqAsJavaList(expression.references().toSeq()).stream()
        .anyMatch(column -> hidden.contains(column.exprId()));
  }

  /** Notes the names of the columns that a plan makes, and which it makes of personal ones. */
  void note(LogicalPlan plan) {
    for (Expression expression : seqAsJavaList(plan.expressions())) {
      if (expression instanceof Alias alias) {
        names.put(alias.exprId(), name(alias));
        if (isHidden(alias)) {
          hidden.add(alias.exprId());
        }
      } else if (plan instanceof Generate generate && isHidden(expression)) {
        seqAsJavaList(generate.generatorOutput()).forEach(column -> hidden.add(column.exprId()));
      }
    }
    List<Attribute> output = seqAsJavaList(plan.output());
    if (plan instanceof Union union) {
      for (LogicalPlan child : seqAsJavaList(union.children())) {
        List<Attribute> columns = seqAsJavaList(child.output());
        for (int i = 0; i < output.size(); i++) {
          if (hidden.contains(columns.get(i).exprId())) {
            hidden.add(output.get(i).exprId());
          }
        }
      }
    }
  }
}

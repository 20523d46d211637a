// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * One macro of macros.sql: SQL that takes the place of a call. It is parsed anew for each, so that
 * no two columns of a query share Spark's id.
 *
 * @param isColumns whether it gives columns of a select list; otherwise it gives one value
 * @param text all of macros.sql with blanks for all but the macro's body, so that Spark finds
 *     everything at its place in the file
 * @param place of its name
 */
record Macro(String name, List<String> parameters, boolean isColumns, String text, Origin place) {
  static final String FILE = "macros.sql";

  Macro {
    parameters = List.copyOf(parameters);
  }

  /** How it is called, such as {@code share(part, whole)}. */
  String signature() {
    return "%s(%s)".formatted(name, String.join(", ", parameters));
  }

  /** What calls of it depend on. */
  String meaning() {
    return signature() + " as " + SqlText.meaning(text);
  }

  /**
   * The value that a call stands for, in which parameters are columns of their names.
   *
   * @param call where the call is, for messages
   */
  Optional<Expression> value(String call, Consumer<SparkParser.Mistake> report) {
    return SparkParser.parse(parser -> parser.parseExpression(text), origin(call), report);
  }

  /**
   * The columns that a call stands for; empty too where the body is more than a list of them.
   *
   * @param call where the call is
   */
  Optional<List<NamedExpression>> columns(String call, Consumer<SparkParser.Mistake> report) {
    Optional<LogicalPlan> plan =
        SparkParser.parse(parser -> parser.parsePlan(text), origin(call), report);
    return plan.filter(
            parsed ->
                parsed instanceof Project project && project.child() instanceof OneRowRelation)
        .map(parsed -> seqAsJavaList(((Project) parsed).projectList()));
  }

  /** Where the body has parameters, with which of them is there, from 0. */
  void forEachParameter(BiConsumer<Expression, Integer> met) {
    MacroArguments names = MacroArguments.met(this, met);
    if (isColumns) {
      columns("", mistake -> {})
          .ifPresent(list -> list.forEach(column -> names.in((Expression) column)));
    } else {
      value("", mistake -> {}).ifPresent(names::in);
    }
  }

  private Origin origin(String call) {
    return SqlOrigin.ofMacro(name, call);
  }
}

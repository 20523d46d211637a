// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.asScalaBuffer;
import static scala.collection.JavaConverters.mapAsJavaMap;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;
import org.apache.spark.sql.catalyst.trees.CurrentOrigin;
import org.apache.spark.sql.catalyst.trees.Origin;
import scala.Option;
import scala.Tuple2;
import scala.collection.Seq;

/** Puts the text of macros in the place of their calls, in a query of which nothing is resolved. */
final class MacroExpansion {
  private final Macros macros;
  private final String file;
  private final Findings findings;

  /**
   * @param file of the query
   * @param findings takes what is wrong with calls
   */
  MacroExpansion(Macros macros, String file, Findings findings) {
    this.macros = macros;
    this.file = file;
    this.findings = findings;
  }

  LogicalPlan of(LogicalPlan plan) {
    refuseRows(plan);
    if (plan instanceof UnresolvedWith with) {
      return placed(with, () -> ofWith(with));
    } else if (plan instanceof WithWindowDefinition windows) {
      return placed(windows, () -> ofWindows(windows));
    } else if (plan instanceof Project project) {
      return placed(
          project, () -> new Project(ofItems(project.projectList()), of(project.child())));
    } else if (plan instanceof Aggregate aggregate) {
      return placed(
          aggregate,
          () ->
              new Aggregate(
                  seq(
                      seqAsJavaList(aggregate.groupingExpressions()).stream()
                          .map(this::ofValue)
                          .toList()),
                  ofItems(aggregate.aggregateExpressions()),
                  of(aggregate.child())));
    }
    return plan.mapExpressions(this::ofValue).mapChildren(this::of);
  }

  /** A macro gives a value or columns, and stands for no rows of a from or a lateral view. */
  private void refuseRows(LogicalPlan plan) {
    String name = "";
    if (plan instanceof UnresolvedTableValuedFunction function) {
      name = function.name().last();
    } else if (plan instanceof Generate view
        && view.generator() instanceof UnresolvedGenerator function) {
      name = function.name().funcName();
    }
    macros
        .find(name)
        .ifPresent(
            macro ->
                refuse(
                    plan.origin(),
                    "found the macro %s in the place of rows; allowed: a function that gives rows, such as explode, which may take %s"
                        .formatted(macro.name(), macro.signature())));
  }

  private LogicalPlan ofWith(UnresolvedWith with) {
    List<Tuple2<String, SubqueryAlias>> definitions = new ArrayList<>();
    for (Tuple2<String, SubqueryAlias> definition : seqAsJavaList(with.cteRelations())) {
      definitions.add(new Tuple2<>(definition._1(), (SubqueryAlias) of(definition._2())));
    }
    return new UnresolvedWith(of(with.child()), seq(definitions));
  }

  private LogicalPlan ofWindows(WithWindowDefinition windows) {
    scala.collection.immutable.Map<String, WindowSpecDefinition> definitions =
        windows.windowDefinitions();
    for (Map.Entry<String, WindowSpecDefinition> each : mapAsJavaMap(definitions).entrySet()) {
      definitions =
          definitions.updated(each.getKey(), (WindowSpecDefinition) ofValue(each.getValue()));
    }
    return new WithWindowDefinition(definitions, of(windows.child()));
  }

  /** The items of a select list, where a call may stand for several. */
  private Seq<NamedExpression> ofItems(Seq<NamedExpression> items) {
    List<NamedExpression> expanded = new ArrayList<>();
    for (NamedExpression item : seqAsJavaList(items)) {
      expanded.addAll(ofItem((Expression) item, ""));
    }
    return seq(expanded);
  }

  /**
   * @param outer where the call is to which the item belongs; empty where it belongs to none
   */
  private List<NamedExpression> ofItem(Expression item, String outer) {
    if (item instanceof UnresolvedAlias unnamed
        && unnamed.child() instanceof UnresolvedFunction call) {
      Optional<Macro> macro = macro(call).filter(Macro::isColumns);
      if (macro.isPresent()) {
        List<Expression> arguments = arguments(call, outer);
        return isCallable(macro.get(), call)
            ? columns(macro.get(), arguments, outer.isEmpty() ? place(call) : outer)
            : List.of();
      }
    }
    return List.of((NamedExpression) ofValue(item, outer));
  }

  private List<NamedExpression> columns(Macro macro, List<Expression> arguments, String call) {
    MacroArguments bound = new MacroArguments(macro, arguments, this::refuse);
    List<NamedExpression> columns = new ArrayList<>();
    for (NamedExpression column : macro.columns(call, mistake -> {}).orElseThrow()) {
      columns.addAll(ofItem(bound.in((Expression) column), call));
    }
    return columns;
  }

  private Expression ofValue(Expression expression) {
    return ofValue(expression, "");
  }

  private Expression ofValue(Expression expression, String outer) {
    if (expression instanceof UnresolvedFunction call && macro(call).isPresent()) {
      return ofCall(call, macro(call).get(), outer);
    }
    Expression whole = expression;
    if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      @SuppressWarnings("unchecked") // its plan is a logical one
      PlanExpression<LogicalPlan> parsed = (PlanExpression<LogicalPlan>) subquery;
      whole = placed(expression, () -> parsed.withNewPlan(of(plan)));
    }
    return whole.mapChildren(child -> ofValue(child, outer));
  }

  private Expression ofCall(UnresolvedFunction call, Macro macro, String outer) {
    List<Expression> arguments = arguments(call, outer);
    if (!isCallable(macro, call)) {
      return call;
    } else if (macro.isColumns()) {
      refuse(
          call.origin(),
          "found the columns of %s in an expression; allowed: %s as an item of a select list"
              .formatted(macro.name(), macro.signature()));
      return call;
    }
    String at = outer.isEmpty() ? place(call) : outer;
    Expression value = macro.value(at, mistake -> {}).orElseThrow();
    return ofValue(new MacroArguments(macro, arguments, this::refuse).in(value), at);
  }

  private boolean isCallable(Macro macro, UnresolvedFunction call) {
    int given = call.arguments().size();
    if (seqAsJavaList(call.arguments()).stream()
        .anyMatch(NamedArgumentExpression.class::isInstance)) {
      refuse(
          call.origin(),
          "found arguments of the macro %s by their names; allowed: by their order, %s"
              .formatted(macro.name(), macro.signature()));
    } else if (call.isDistinct() || call.filter().isDefined() || call.ignoreNulls()) {
      refuse(
          call.origin(),
          "found the macro %s with distinct, filter or nulls; allowed: %s"
              .formatted(macro.name(), macro.signature()));
    } else if (given != macro.parameters().size()) {
      refuse(
          call.origin(),
          "found %s with %d arguments; allowed: %s"
              .formatted(macro.name(), given, macro.signature()));
    } else {
      return true;
    }
    return false;
  }

  private List<Expression> arguments(UnresolvedFunction call, String outer) {
    return seqAsJavaList(call.arguments()).stream().map(each -> ofValue(each, outer)).toList();
  }

  private Optional<Macro> macro(UnresolvedFunction call) {
    Optional<Macro> macro = macros.find(call.nameParts().last());
    if (macro.isPresent() && call.nameParts().size() > 1) {
      refuse(
          call.origin(),
          "found the macro %s behind a dot; allowed: %s"
              .formatted(macro.get().name(), macro.get().signature()));
      return Optional.empty();
    }
    return macro;
  }

  private void refuse(Origin place, String finding) {
    findings.add(file, place, finding);
  }

  private String place(UnresolvedFunction call) {
    Option<Object> line = call.origin().line();
    // Spark counts columns from 0, people and editors from 1.
    return line.isEmpty()
        ? file
        : "%s:%s:%d".formatted(file, line.get(), (Integer) call.origin().startPosition().get() + 1);
  }

  /** A part of the query in the place of another. */
  private static <T> T placed(
      org.apache.spark.sql.catalyst.trees.TreeNode<?> old, Supplier<T> made) {
    return CurrentOrigin.withOrigin(old.origin(), made::get);
  }

  private static <T> Seq<T> seq(List<T> list) {
    return asScalaBuffer(list).toList();
  }
}

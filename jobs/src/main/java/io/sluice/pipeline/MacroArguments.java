// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExtractValue;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.UnresolvedNamedLambdaVariable;
import org.apache.spark.sql.catalyst.trees.CurrentOrigin;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The arguments of one call. A parameter hides a column of its name, and within a lambda the
 * lambda's own variable hides a parameter.
 *
 * @param arguments as many as the macro has parameters
 * @param met takes each parameter in the macro's body, and its number
 * @param refuse takes a place and what is wrong there
 */
record MacroArguments(
    Macro macro,
    List<Expression> arguments,
    BiConsumer<Expression, Integer> met,
    BiConsumer<Origin, String> refuse) {

  MacroArguments(Macro macro, List<Expression> arguments, BiConsumer<Origin, String> refuse) {
    this(macro, arguments, (name, parameter) -> {}, refuse);
  }

  /** The parameters by their own names. */
  static MacroArguments met(Macro macro, BiConsumer<Expression, Integer> met) {
    List<Expression> names = macro.parameters().stream().map(MacroArguments::column).toList();
    return new MacroArguments(macro, names, met, (place, finding) -> {});
  }

  private static Expression column(String name) {
    return UnresolvedAttribute.quoted(name);
  }

  /** A part of the macro's body with arguments in the place of parameters. */
  Expression in(Expression part) {
    return macro.parameters().isEmpty() ? part : in(part, Set.of());
  }

  /**
   * @param hidden names that are variables of a lambda here
   */
  private Expression in(Expression part, Set<String> hidden) {
    if (part instanceof UnresolvedAttribute column) {
      return value(column, seqAsJavaList(column.nameParts()), hidden);
    } else if (part instanceof UnresolvedNamedLambdaVariable variable) {
      return value(variable, seqAsJavaList(variable.nameParts()), hidden);
    } else if (part instanceof LambdaFunction lambda) {
      Set<String> inner = new HashSet<>(hidden);
      seqAsJavaList(lambda.arguments()).forEach(variable -> inner.add(lower(variable.name())));
      arguments.forEach(argument -> refuseCaptured(argument, inner));
      return CurrentOrigin.withOrigin(
          lambda.origin(),
          () -> new LambdaFunction(in(lambda.function(), inner), lambda.arguments(), false));
    }
    return part.mapChildren(child -> in(child, hidden));
  }

  private Expression value(Expression name, List<String> parts, Set<String> hidden) {
    String first = lower(parts.get(0));
    int parameter = macro.parameters().indexOf(first);
    if (parameter < 0 || hidden.contains(first)) {
      return name;
    }
    met.accept(name, parameter);
    Expression value = arguments.get(parameter);
    for (String field : parts.subList(1, parts.size())) {
      Expression whole = value;
      value =
          CurrentOrigin.withOrigin(
              name.origin(),
              () ->
                  new UnresolvedExtractValue(
                      whole, new Literal(UTF8String.fromString(field), DataTypes.StringType)));
    }
    return value;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** A variable of the query's would become the lambda's in the macro. */
  private void refuseCaptured(Expression argument, Set<String> variables) {
    if (argument instanceof UnresolvedNamedLambdaVariable variable
        && variables.contains(lower(variable.nameParts().head()))) {
      refuse.accept(
          argument.origin(),
          "found the variable %s of a lambda, and %s has one of that name itself; allowed: another name"
              .formatted(variable.nameParts().head(), macro.name()));
    }
    seqAsJavaList(argument.children()).forEach(child -> refuseCaptured(child, variables));
  }
}

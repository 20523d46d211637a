// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;
import static org.apache.spark.sql.functions.lit;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.Average;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.expressions.aggregate.Sum;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** The parts of a grouping query: its keys, what it adds up, and what it makes of the sums. */
record GroupedQuery(Aggregate aggregate) {

  /** A key of the groups under a name. */
  record Key(String name, Expression expression) {}

  List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    for (Expression key : seqAsJavaList(aggregate.groupingExpressions())) {
      String name =
          key instanceof NamedExpression named
              ? named.name()
              : results().stream()
                  .filter(result -> result.child().semanticEquals(key))
                  .map(Alias::name)
                  .findFirst()
                  .orElse(key.sql());
      keys.add(new Key(name, key));
    }
    return keys;
  }

  /** What is evaluated for each row. */
  List<Expression> inputs() {
    List<Expression> inputs = new ArrayList<>(seqAsJavaList(aggregate.groupingExpressions()));
    for (AggregateExpression function : functions()) {
      inputs.addAll(seqAsJavaList(function.aggregateFunction().children()));
      if (function.filter().isDefined()) {
        inputs.add(function.filter().get());
      }
    }
    return inputs;
  }

  /** What is added up, each once. */
  List<AggregateExpression> functions() {
    List<AggregateExpression> functions = new ArrayList<>();
    seqAsJavaList(aggregate.aggregateExpressions())
        .forEach(result -> collect((Expression) result, functions));
    return functions;
  }

  private static void collect(Expression expression, List<AggregateExpression> functions) {
    if (expression instanceof AggregateExpression function) {
      if (functions.stream().noneMatch(function::semanticEquals)) {
        functions.add(function);
      }
    } else {
      seqAsJavaList(expression.children()).forEach(child -> collect(child, functions));
    }
  }

  /**
   * The groups' keys, as {@link #keys} has them, of those whose sum its type can't hold; empty for
   * functions that don't add up.
   */
  Optional<LogicalPlan> tooLarge(AggregateExpression function) {
    Optional<AggregateExpression> tolerant = tolerant(function);
    if (tolerant.isEmpty()) {
      return Optional.empty();
    }
    Count count = new Count(function.aggregateFunction().children());
    Alias sum = SparkAlias.named(tolerant.get(), "sum");
    Alias summands = SparkAlias.named(like(function, count), "summands");
    List<NamedExpression> columns = new ArrayList<>(keyColumns());
    columns.addAll(List.of(sum, summands));
    return Optional.of(
        new Filter(
            new And(
                new IsNull(sum.toAttribute()),
                new GreaterThan(summands.toAttribute(), lit(0L).expr())),
            new Aggregate(aggregate.groupingExpressions(), seq(columns), aggregate.child())));
  }

  /** What is made of the sums, over the keys and the sums. */
  QueryStep afterwards() {
    List<Alias> columns = new ArrayList<>(keyColumns());
    List<Expression> replaced = new ArrayList<>();
    keys().forEach(key -> replaced.add(key.expression()));
    for (AggregateExpression function : functions()) {
      replaced.add(function);
      columns.add(
          SparkAlias.named(
              like(function, tolerant(function.aggregateFunction())), "sum" + columns.size()));
    }
    List<Attribute> attributes = columns.stream().map(Alias::toAttribute).toList();
    List<Expression> expressions =
        results().stream().map(result -> replace(result, replaced, attributes)).toList();
    return new QueryStep(
        new Aggregate(
            aggregate.groupingExpressions(),
            seq(new ArrayList<NamedExpression>(columns)),
            aggregate.child()),
        expressions);
  }

  private List<Alias> keyColumns() {
    return keys().stream().map(key -> SparkAlias.named(key.expression(), key.name())).toList();
  }

  private List<Alias> results() {
    return seqAsJavaList(aggregate.aggregateExpressions()).stream()
        .filter(Alias.class::isInstance)
        .map(Alias.class::cast)
        .toList();
  }

  /** The function that gives null where the other one overflows; empty where it doesn't add up. */
  static Optional<AggregateExpression> tolerant(AggregateExpression function) {
    AggregateFunction own = function.aggregateFunction();
    return Optional.of(tolerant(own))
        .filter(found -> found != own)
        .map(found -> like(function, found));
  }

  /** The function that gives null where the other one overflows; else the function itself. */
  private static AggregateFunction tolerant(AggregateFunction function) {
    if (function instanceof Sum sum) {
      return new Sum(sum.child(), EvalMode$.MODULE$.TRY());
    } else if (function instanceof Average average) {
      return new Average(average.child(), EvalMode$.MODULE$.TRY());
    }
    return function;
  }

  /** Another function over the same rows. */
  static AggregateExpression like(AggregateExpression one, AggregateFunction function) {
    return new AggregateExpression(
        function, one.mode(), one.isDistinct(), one.filter(), NamedExpression$.MODULE$.newExprId());
  }

  private static Expression replace(
      Expression expression, List<Expression> replaced, List<Attribute> by) {
    for (int i = 0; i < replaced.size(); i++) {
      if (replaced.get(i).semanticEquals(expression)) {
        return by.get(i);
      }
    }
    List<Expression> children =
        seqAsJavaList(expression.children()).stream()
            .map(child -> replace(child, replaced, by))
            .toList();
    return children.isEmpty() ? expression : expression.withNewChildren(seq(children));
  }
}

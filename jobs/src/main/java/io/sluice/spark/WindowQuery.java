// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;
import static org.apache.spark.sql.functions.lit;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Add;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Descending$;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.RangeFrame$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecialFrameBoundary;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.UnaryMinus;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.WindowSpecDefinition;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.trees.CurrentOrigin;
import org.apache.spark.sql.types.NumericType;
import scala.Function0;

/** The parts of a query's window functions that can fail; their arguments are a step before it. */
record WindowQuery(Window window) {

  /** A sum over a window. */
  record Summing(WindowExpression over, AggregateExpression function) {}

  List<Summing> sums() {
    return functions().stream()
        .filter(each -> each.windowFunction() instanceof AggregateExpression)
        .map(each -> new Summing(each, (AggregateExpression) each.windowFunction()))
        .toList();
  }

  /**
   * The rows, their columns first, for which a sum's type can't hold it; empty for functions that
   * don't add up.
   */
  Optional<LogicalPlan> tooLarge(Summing sum) {
    AggregateExpression function = sum.function();
    Optional<AggregateExpression> tolerant = GroupedQuery.tolerant(function);
    if (tolerant.isEmpty()) {
      return Optional.empty();
    }
    Count count = new Count(function.aggregateFunction().children());
    WindowSpecDefinition spec = sum.over().windowSpec();
    Alias value = SparkAlias.named(new WindowExpression(tolerant.get(), spec), "sum");
    Alias summands =
        SparkAlias.named(
            new WindowExpression(GroupedQuery.like(function, count), spec), "summands");
    return Optional.of(
        new Filter(
            new And(
                new IsNull(value.toAttribute()),
                new GreaterThan(summands.toAttribute(), lit(0L).expr())),
            new Window(
                seq(List.<NamedExpression>of(value, summands)),
                window.partitionSpec(),
                window.orderSpec(),
                window.child())));
  }

  /** The ends of ranges, such as {@code amount + 10}, which are evaluated for each row. */
  QueryStep ends() {
    List<Expression> ends = new ArrayList<>();
    for (WindowExpression each : functions()) {
      if (each.windowSpec().frameSpecification() instanceof SpecifiedWindowFrame frame
          && frame.frameType().equals(RangeFrame$.MODULE$)
          && window.orderSpec().size() == 1) {
        for (Expression bound : List.of(frame.lower(), frame.upper())) {
          end(window.orderSpec().head(), bound, each).ifPresent(ends::add);
        }
      }
    }
    return new QueryStep(window.child(), ends);
  }

  private static Optional<Expression> end(
      SortOrder order, Expression bound, WindowExpression written) {
    Expression from = order.child();
    if (bound instanceof SpecialFrameBoundary
        || !(from.dataType() instanceof NumericType)
        || !from.dataType().equals(bound.dataType())) {
      return Optional.empty();
    }
    boolean isDown = order.direction().equals(Descending$.MODULE$);
    Function0<Expression> sum =
        () -> new Add(from, isDown ? new UnaryMinus(bound, true) : bound, EvalMode$.MODULE$.ANSI());
    return Optional.of(CurrentOrigin.withOrigin(written.origin(), sum));
  }

  private List<WindowExpression> functions() {
    return seqAsJavaList(window.windowExpressions()).stream()
        .filter(Alias.class::isInstance)
        .map(each -> ((Alias) each).child())
        .filter(WindowExpression.class::isInstance)
        .map(WindowExpression.class::cast)
        .toList();
  }
}

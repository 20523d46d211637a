// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.CurrentOrigin;
import scala.Function0;
import scala.Option;

/**
 * The parts of a join's condition as Spark evaluates them: what concerns one side filters it, what
 * is equal on both finds the pairs, and the rest is for each pair.
 */
final class JoinQuery {
  private final Join join;
  private final Side left;
  private final Side right;
  private final List<Expression> equal = new ArrayList<>();
  private final List<Expression> rest = new ArrayList<>();

  /** One side's rows: their filter, and what is compared with the other side. */
  private record Side(
      LogicalPlan plan, boolean isFilteredFirst, List<Expression> filter, List<Expression> keys) {
    Side(LogicalPlan plan, boolean isFilteredFirst) {
      this(plan, isFilteredFirst, new ArrayList<>(), new ArrayList<>());
    }

    boolean has(Expression expression) {
      return !expression.references().isEmpty()
          && expression.references().subsetOf(plan.outputSet());
    }
  }

  JoinQuery(Join join) {
    this.join = join;
    String type = join.joinType().sql();
    boolean isInner = List.of("INNER", "CROSS", "LEFT SEMI").contains(type);
    boolean keepsLeft = List.of("LEFT OUTER", "LEFT ANTI").contains(type) || isExistence(join);
    this.left = new Side(join.left(), isInner || type.equals("RIGHT OUTER"));
    this.right = new Side(join.right(), isInner || keepsLeft);
    if (join.condition().isDefined()) {
      sort(join.condition().get());
    }
  }

  private static boolean isExistence(Join join) {
    JoinType type = join.joinType();
    return type.getClass().getSimpleName().equals("ExistenceJoin");
  }

  private void sort(Expression part) {
    if (part instanceof And and) {
      sort(and.left());
      sort(and.right());
    } else if (left.isFilteredFirst() && left.has(part)) {
      left.filter().add(part);
    } else if (right.isFilteredFirst() && right.has(part)) {
      right.filter().add(part);
    } else if (part instanceof EqualTo || part instanceof EqualNullSafe) {
      List<Expression> sides = seqAsJavaList(part.children());
      if (!isEqual(part, sides.get(0), sides.get(1))
          && !isEqual(part, sides.get(1), sides.get(0))) {
        rest.add(part);
      }
    } else {
      rest.add(part);
    }
  }

  private boolean isEqual(Expression part, Expression ofLeft, Expression ofRight) {
    if (!left.has(ofLeft) || !right.has(ofRight)) {
      return false;
    }
    left.keys().add(ofLeft);
    right.keys().add(ofRight);
    return equal.add(part);
  }

  /** What is evaluated for rows of either side alone. */
  List<QueryStep> sides() {
    List<QueryStep> steps = new ArrayList<>();
    for (Side side : List.of(left, right)) {
      steps.add(new QueryStep(side.plan(), both(side.filter()).stream().toList()));
      steps.add(new QueryStep(filtered(side), side.keys()));
    }
    return steps;
  }

  /** What is evaluated for pairs of rows, over the columns of the left and then of the right. */
  QueryStep pairs() {
    Option<Expression> found = Option.apply(both(equal).orElse(null));
    return new QueryStep(
        new Join(filtered(left), filtered(right), Inner$.MODULE$, found, JoinHint.NONE()),
        both(rest).stream().toList());
  }

  List<Attribute> leftColumns() {
    return seqAsJavaList(left.plan().output());
  }

  List<Attribute> rightColumns() {
    return seqAsJavaList(right.plan().output());
  }

  private LogicalPlan filtered(Side side) {
    Optional<Expression> filter = both(side.filter());
    return filter.isPresent() ? new Filter(filter.get(), side.plan()) : side.plan();
  }

  /**
   * One condition of several, which is evaluated from the first to the last, until one is false.
   */
  private Optional<Expression> both(List<Expression> parts) {
    Function0<Optional<Expression>> all = () -> parts.stream().reduce(And::new);
    return parts.size() < 2
        ? parts.stream().findFirst()
        : CurrentOrigin.withOrigin(join.condition().get().origin(), all);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.TaskKilledException;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/**
 * An expression that catches the errors of its child. Spark must not evaluate parts of the child
 * anywhere else: it counts as conditional, so that neither constants nor common subexpressions are
 * computed outside of it, and as non-deterministic, so that the optimizer leaves it where it is and
 * merges no projection into another around it. Public because generated code calls it.
 */
public abstract class GuardingExpression extends Expression
    implements ConditionalExpression, Serializable {
  private static final long serialVersionUID = 1;

  private final Expression child;

  GuardingExpression(Expression child) {
    this.child = child;
  }

  final Expression child() {
    return child;
  }

  /** The same around another child. */
  abstract Expression around(Expression other);

  @Override
  public final Seq<Expression> children() {
    return seq(List.of(child));
  }

  @Override
  public final Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return around(children.head());
  }

  /** Fails again with what is no error of a value. */
  public static void require(Exception caught) {
    if (caught instanceof TaskKilledException killed) {
      throw killed;
    } else if (caught instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(caught);
    }
  }

  @Override
  public final boolean nullable() {
    return true;
  }

  @Override
  public final boolean foldable() {
    return false;
  }

  @Override
  public final boolean deterministic() {
    return false;
  }

  @Override
  public final Seq<Expression> alwaysEvaluatedInputs() {
    return seq(List.of());
  }

  @Override
  public final Seq<Seq<Expression>> branchGroups() {
    return seq(List.of());
  }

  @Override
  public final boolean canEqual(Object other) {
    return getClass().isInstance(other);
  }
}

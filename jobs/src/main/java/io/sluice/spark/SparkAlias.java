// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import scala.collection.Seq;

/** Names for expressions in plans, which Spark's own constructor takes many arguments for. */
public final class SparkAlias {
  private SparkAlias() {}

  /** An expression under a name. */
  public static Alias named(Expression expression, String name) {
    ExprId identity = NamedExpression$.MODULE$.newExprId();
    return alias(expression, name, identity, seq(List.of()));
  }

  /** An expression in place of another one, under its name and identity. */
  public static Alias inPlaceOf(NamedExpression other, Expression expression) {
    return alias(expression, other.name(), other.exprId(), other.qualifier());
  }

  private static Alias alias(
      Expression expression, String name, ExprId identity, Seq<String> qualifier) {
    return new Alias(
        expression, name, identity, qualifier, scala.Option.empty(), seq(List.<String>of()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.DayOfMonth;
import org.apache.spark.sql.catalyst.expressions.DayOfWeek;
import org.apache.spark.sql.catalyst.expressions.DayOfYear;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetArrayStructFields;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.GreaterThan;
import org.apache.spark.sql.catalyst.expressions.GreaterThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Hour;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Length;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Lower;
import org.apache.spark.sql.catalyst.expressions.Minute;
import org.apache.spark.sql.catalyst.expressions.Month;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.Quarter;
import org.apache.spark.sql.catalyst.expressions.Second;
import org.apache.spark.sql.catalyst.expressions.Size;
import org.apache.spark.sql.catalyst.expressions.Upper;
import org.apache.spark.sql.catalyst.expressions.WeekOfYear;
import org.apache.spark.sql.catalyst.expressions.Year;
import org.apache.spark.sql.types.DataTypes;

/** Which expressions may fail because of a value. */
final class Fallible {
  /** What can't fail where its children don't. Everything else may. */
  private static final Set<Class<?>> SAFE =
      Set.of(
          Alias.class,
          And.class,
          CaseWhen.class,
          Coalesce.class,
          DayOfMonth.class,
          DayOfWeek.class,
          DayOfYear.class,
          EqualNullSafe.class,
          EqualTo.class,
          GetArrayStructFields.class,
          GetStructField.class,
          GreaterThan.class,
          GreaterThanOrEqual.class,
          Hour.class,
          If.class,
          In.class,
          IsNotNull.class,
          IsNull.class,
          Length.class,
          LessThan.class,
          LessThanOrEqual.class,
          Literal.class,
          Lower.class,
          Minute.class,
          Month.class,
          Not.class,
          Or.class,
          Quarter.class,
          Second.class,
          Size.class,
          Upper.class,
          WeekOfYear.class,
          Year.class);

  private Fallible() {}

  static boolean mayFail(Expression expression) {
    boolean safe =
        expression instanceof Attribute
            || SAFE.contains(expression.getClass())
            || (expression instanceof Cast cast && isSafe(cast));
    return !safe || children(expression).stream().anyMatch(Fallible::mayFail);
  }

  private static boolean isSafe(Cast cast) {
    boolean isDay =
        cast.child().dataType().equals(DataTypes.TimestampType)
            && cast.dataType().equals(DataTypes.DateType);
    return isDay || Cast.canUpCast(cast.child().dataType(), cast.dataType());
  }

  /**
   * The largest parts of an expression that are constant, and evaluated for every row.
   *
   * @param expression with nothing in it that Spark replaces before it evaluates
   */
  static List<Expression> constants(Expression expression) {
    if (expression.foldable()) {
      return expression instanceof Literal ? List.of() : List.of(expression);
    }
    List<Expression> constants = new ArrayList<>();
    List<Expression> evaluated =
        expression instanceof ConditionalExpression conditional
            ? seqAsJavaList(conditional.alwaysEvaluatedInputs())
            : children(expression);
    evaluated.forEach(child -> constants.addAll(constants(child)));
    return constants;
  }

  private static List<Expression> children(Expression expression) {
    return seqAsJavaList(expression.children());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static io.sluice.spark.ScalaSeq.seq;

import io.sluice.spark.NestedText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.JsonToStructs;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.StructsToJson;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import scala.Option;

/** Values written by hand: whether they are of a type, to the last digit and part. */
final class CaseValues {
  private static final Option<String> UTC = Option.apply("UTC");

  /** Cases say the same values again and again. */
  private final Map<DataType, Map<String, Boolean>> known = new HashMap<>();

  /** Returns whether a text is a value of a type. */
  boolean fit(DataType type, String text) {
    return type.equals(DataTypes.StringType)
        || known
            .computeIfAbsent(type, each -> new HashMap<>())
            .computeIfAbsent(text, each -> fits(type, each));
  }

  private static boolean fits(DataType type, String text) {
    Expression written = Literal.create(text, DataTypes.StringType);
    scala.collection.immutable.Map<String, String> none =
        scala.collection.immutable.Map$.MODULE$.empty();
    if (NestedText.isNested(type)) {
      Expression read = new JsonToStructs(type, none, written, UTC);
      Object json = value(new StructsToJson(none, read, UTC));
      return NestedText.isWhole(text, json == null ? null : json.toString());
    }
    if (value(cast(written, type)) == null) {
      return false;
    }
    return !(type instanceof NumericType)
        || value(cast(cast(written, type), DataTypes.DoubleType))
            .equals(value(cast(written, DataTypes.DoubleType)));
  }

  private static Expression cast(Expression value, DataType type) {
    return new Cast(value, type, UTC, EvalMode.TRY());
  }

  private static Object value(Expression expression) {
    return expression.eval(InternalRow.apply(seq(List.of())));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.spark.ScalaSeq.seq;

import io.sluice.spark.Attempt;
import io.sluice.spark.SparkAlias;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Concat;
import org.apache.spark.sql.catalyst.expressions.CreateArray;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;

/** Spells out every error, and keeps every value that could be computed: for a few records. */
final class ThoroughGuarding implements Guarding {
  /** What went wrong for a row, as texts; null stands for what went right. */
  static final String ERRORS = "_sql_errors";

  private final String column;

  ThoroughGuarding() {
    this(ERRORS);
  }

  /**
   * @param column in place of {@link #ERRORS}
   */
  ThoroughGuarding(String column) {
    this.column = column;
  }

  @Override
  public String column() {
    return column;
  }

  @Override
  public Expression nothingFailed() {
    return new Literal(
        new GenericArrayData(new Object[0]), DataTypes.createArrayType(DataTypes.StringType));
  }

  @Override
  public List<Alias> guards(List<Part> parts) {
    return parts.stream()
        .map(part -> SparkAlias.named(new Attempt(part.expression(), part.wording()), "_attempt"))
        .toList();
  }

  @Override
  public Expression value(List<Attribute> guards, int part) {
    return new GetStructField(guards.get(part), Attempt.VALUE, scala.Option.empty());
  }

  @Override
  public Expression failed(List<Attribute> guards) {
    return guards.stream()
        .<Expression>map(guard -> new IsNotNull(error(guard)))
        .reduce(Or::new)
        .orElseThrow();
  }

  @Override
  public Expression failedAlso(Attribute before, List<Attribute> guards) {
    List<Expression> errors =
        new ArrayList<>(guards.stream().map(ThoroughGuarding::error).toList());
    return new Concat(seq(List.of(before, new CreateArray(seq(errors)))));
  }

  private static Expression error(Attribute guard) {
    return new GetStructField(guard, Attempt.ERROR, scala.Option.empty());
  }
}

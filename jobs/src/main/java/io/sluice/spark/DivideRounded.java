// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;
import org.apache.spark.sql.errors.QueryExecutionErrors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DecimalType$;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NullType;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/**
 * {@code divide_rounded(dividend, divisor, digits)}: the exact quotient of whole or DECIMAL
 * numbers, rounded half up to some digits, once. Spark's {@code round(a / b, 2)} rounds a quotient
 * that is rounded already. It is null for null, and a division by zero is an error. Public because
 * generated code calls it.
 */
public final class DivideRounded extends Expression implements Serializable {
  static final String NAME = "divide_rounded";

  private static final long serialVersionUID = 1;

  private final Expression dividend;
  private final Expression divisor;
  private final Expression digits;
  private final SQLQueryContext context = origin().context();

  /**
   * @param digits a constant: how many there are after the point
   */
  DivideRounded(Expression dividend, Expression divisor, Expression digits) {
    this.dividend = dividend;
    this.divisor = divisor;
    this.digits = digits;
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    if (!isExact(dividend)) {
      return inexact(1, dividend);
    } else if (!isExact(divisor)) {
      return inexact(2, divisor);
    } else if (!digits.foldable() || !digits.dataType().equals(DataTypes.IntegerType)) {
      return mismatch(
          "NON_FOLDABLE_INPUT",
          Map.of(
              "inputName", "digits",
              "inputType", "\"INT\"",
              "inputExpr", "\"" + digits.sql() + "\""));
    } else if (scale() < 0 || scale() > DecimalType.MAX_SCALE()) {
      return mismatch(
          "VALUE_OUT_OF_RANGE",
          Map.of(
              "exprName", "digits",
              "valueRange", "[0, %d]".formatted(DecimalType.MAX_SCALE()),
              "currentValue", digits.sql()));
    }
    return TypeCheckResult.TypeCheckSuccess$.MODULE$;
  }

  private static boolean isExact(Expression number) {
    DataType type = number.dataType();
    return type instanceof IntegralType || type instanceof DecimalType || type instanceof NullType;
  }

  private static TypeCheckResult inexact(int index, Expression number) {
    return mismatch(
        "UNEXPECTED_INPUT_TYPE",
        Map.of(
            "paramIndex",
            String.valueOf(index),
            "requiredType",
            "(\"INTEGRAL\" or \"DECIMAL\")",
            "inputSql",
            "\"" + number.sql() + "\"",
            "inputType",
            "\"" + number.dataType().sql() + "\""));
  }

  private static TypeCheckResult mismatch(String error, Map<String, String> parameters) {
    return new TypeCheckResult.DataTypeMismatch(error, AnalysisMessages.parameters(parameters));
  }

  /** Enough digits before the point for every quotient, if there are so many. */
  @Override
  public DataType dataType() {
    DecimalType number = decimal(dividend);
    int whole = number.precision() - number.scale() + decimal(divisor).scale() + 1;
    return new DecimalType(Math.min(DecimalType.MAX_PRECISION(), whole + scale()), scale());
  }

  private static DecimalType decimal(Expression number) {
    DataType type = number.dataType();
    if (type instanceof DecimalType decimal) {
      return decimal;
    }
    return type instanceof NullType ? new DecimalType(1, 0) : DecimalType$.MODULE$.forType(type);
  }

  private int scale() {
    Object constant = digits.eval(InternalRow.empty());
    return constant == null ? -1 : (Integer) constant;
  }

  @Override
  public boolean foldable() {
    return dividend.foldable() && divisor.foldable();
  }

  @Override
  public boolean nullable() {
    return dividend.nullable() || divisor.nullable();
  }

  @Override
  public Object eval(InternalRow input) {
    Object number = dividend.eval(input);
    Object by = number == null ? null : divisor.eval(input);
    if (by == null) {
      return null;
    }
    DecimalType type = (DecimalType) dataType();
    return divided(exact(number), exact(by), type.precision(), type.scale(), context);
  }

  private static BigDecimal exact(Object number) {
    return number instanceof Decimal decimal
        ? exact(decimal)
        : exact(((Number) number).longValue());
  }

  @Override
  public ExprCode doGenCode(CodegenContext code, ExprCode own) {
    ExprCode number = dividend.genCode(code);
    ExprCode by = divisor.genCode(code);
    DecimalType type = (DecimalType) dataType();
    String where = code.addReferenceObj("context", context, SQLQueryContext.class.getName());
    String name = getClass().getName();
    List<String> parts =
        List.of(
            "",
            "\n",
            "\nboolean ",
            " = ",
            " || ",
            ";\nDecimal ",
            " = null;\nif (!",
            ") {\n",
            " = %1$s.divided(%1$s.exact(".formatted(name),
            "), %s.exact(".formatted(name),
            "), %d, %d, %s);\n}\n".formatted(type.precision(), type.scale(), where));
    List<JavaCode> values =
        List.of(
            number.code(),
            by.code(),
            own.isNull(),
            number.isNull(),
            by.isNull(),
            own.value(),
            own.isNull(),
            own.value(),
            number.value(),
            by.value());
    return own.copy(new CodeBlock(seq(parts), seq(values)), own.isNull(), own.value());
  }

  public static BigDecimal exact(Decimal number) {
    return number.toJavaBigDecimal();
  }

  public static BigDecimal exact(long number) {
    return BigDecimal.valueOf(number);
  }

  /** The quotient as a DECIMAL; an error where it has more digits than that may have. */
  public static Decimal divided(
      BigDecimal number, BigDecimal by, int precision, int scale, SQLQueryContext context) {
    if (by.unscaledValue().equals(BigInteger.ZERO)) {
      throw QueryExecutionErrors.divideByZeroError(context);
    }
    BigDecimal quotient = number.divide(by, scale, RoundingMode.HALF_UP);
    if (quotient.precision() > precision) {
      throw QueryExecutionErrors.cannotChangeDecimalPrecisionError(
          Decimal.fromDecimal(quotient), precision, scale, context);
    }
    return Decimal.apply(quotient, precision, scale);
  }

  @Override
  public String prettyName() {
    return NAME;
  }

  @Override
  public Seq<Expression> children() {
    return seq(List.of(dividend, divisor, digits));
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new DivideRounded(children.apply(0), children.apply(1), children.apply(2));
  }

  @Override
  public int productArity() {
    return 3;
  }

  @Override
  public Object productElement(int index) {
    return children().apply(index);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof DivideRounded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DivideRounded that && children().equals(that.children());
  }

  @Override
  public int hashCode() {
    return Objects.hash(DivideRounded.class, children());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructType;

/**
 * The sum of a DECIMAL column, however large it is: of wide columns the high and the low digits are
 * added up by themselves, so that no sum of Spark's outgrows its 38 digits. Public because
 * generated code calls it.
 */
public record ExactSum(String column, int precision, int scale) implements Serializable {
  /** How many columns {@link #sums} has. */
  public static final int PARTS = 2;

  /** Twenty digits are left to the number of rows. */
  private static final int NARROW = 18;

  private static final BigInteger BASE = BigInteger.TEN.pow(NARROW);
  private static final DecimalType WHOLE = new DecimalType(DecimalType.MAX_PRECISION(), 0);

  /** The sums of all DECIMAL columns. */
  public static List<ExactSum> of(StructType schema) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.dataType() instanceof DecimalType)
        .map(
            field -> {
              DecimalType type = (DecimalType) field.dataType();
              return new ExactSum(field.name(), type.precision(), type.scale());
            })
        .toList();
  }

  /** What {@link #sums} adds up, for each row. */
  public List<Column> summands() {
    Column value = named(column);
    if (precision <= NARROW) {
      Column units = value.cast(new DecimalType(DecimalType.MAX_PRECISION(), scale));
      return List.of(units.as(column), lit(null).cast(WHOLE).as(high()));
    }
    return List.of(
        JavaFunction.call(this, "low", WHOLE, value).as(column),
        JavaFunction.call(this, "high", WHOLE, value).as(high()));
  }

  /** Sums over rows of {@link #summands}. */
  public List<Column> sums() {
    return List.of(sum(named(column)), sum(named(high())));
  }

  /**
   * The sum; zero over no values.
   *
   * @param row has {@link #sums}
   * @param at the first of them
   */
  public BigDecimal value(Row row, int at) {
    if (row.isNullAt(at)) {
      return zero();
    }
    BigDecimal low = row.getDecimal(at);
    if (precision <= NARROW) {
      return low;
    }
    BigInteger units = row.getDecimal(at + 1).toBigInteger().multiply(BASE).add(low.toBigInteger());
    return new BigDecimal(units, scale);
  }

  /** The sum of no values. */
  public BigDecimal zero() {
    return BigDecimal.ZERO.setScale(scale);
  }

  public Decimal low(Decimal value) {
    return whole(digits(value)[1]);
  }

  public Decimal high(Decimal value) {
    return whole(digits(value)[0]);
  }

  private static Decimal whole(BigInteger number) {
    return Decimal.apply(new BigDecimal(number), DecimalType.MAX_PRECISION(), 0);
  }

  private static BigInteger[] digits(Decimal value) {
    return value.toJavaBigDecimal().unscaledValue().divideAndRemainder(BASE);
  }

  private String high() {
    return column + "#high";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.spark.NestedText;
import java.io.Serializable;
import java.math.BigDecimal;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Writes the values of a column that aren't null, for a column of {@link PgColumn}'s types. */
@FunctionalInterface
interface CopyValue extends Serializable {
  /** PostgreSQL counts days and microseconds from 2000-01-01 on. */
  int EPOCH_DAY = 10_957;

  long EPOCH_MICROS = EPOCH_DAY * 86_400_000_000L;

  void write(SpecializedGetters row, int ordinal, CopyBuffer out);

  /** Reads a whole number. */
  @FunctionalInterface
  interface WholeNumber extends Serializable {
    long of(SpecializedGetters row, int ordinal);
  }

  /**
   * For the values of a type.
   *
   * @param type the one in Spark; values with parts are JSON already
   * @param column the one in PostgreSQL, that is one of {@link PgColumn} for it
   */
  static CopyValue of(DataType type, String column) {
    if (type instanceof StringType) {
      return (row, at, out) -> out.bytesValue(row.getUTF8String(at).getBytes());
    } else if (NestedText.isNested(type)) {
      return (row, at, out) -> out.jsonbValue(row.getUTF8String(at).getBytes());
    } else if (type instanceof DecimalType decimal) {
      return ofDecimal(decimal);
    } else if (type instanceof LongType) {
      return ofWholeNumber(SpecializedGetters::getLong, column);
    } else if (type instanceof IntegerType) {
      return ofWholeNumber(SpecializedGetters::getInt, column);
    } else if (type instanceof ShortType) {
      return ofWholeNumber(SpecializedGetters::getShort, column);
    } else if (type instanceof ByteType) {
      return ofWholeNumber(SpecializedGetters::getByte, column);
    } else if (type instanceof DoubleType) {
      return (row, at, out) -> out.longValue(Double.doubleToLongBits(row.getDouble(at)));
    } else if (type instanceof FloatType) {
      return column.equals("real")
          ? (row, at, out) -> out.intValue(Float.floatToIntBits(row.getFloat(at)))
          : (row, at, out) -> out.longValue(Double.doubleToLongBits(row.getFloat(at)));
    } else if (type instanceof BooleanType) {
      return (row, at, out) -> out.booleanValue(row.getBoolean(at));
    } else if (type instanceof DateType) {
      return (row, at, out) -> out.intValue(Math.subtractExact(row.getInt(at), EPOCH_DAY));
    } else if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return (row, at, out) -> out.longValue(Math.subtractExact(row.getLong(at), EPOCH_MICROS));
    } else if (type instanceof BinaryType) {
      return (row, at, out) -> out.bytesValue(row.getBinary(at));
    }
    throw new IllegalArgumentException("PostgreSQL has no type for " + type.sql());
  }

  private static CopyValue ofWholeNumber(WholeNumber number, String column) {
    return switch (column) {
      case "smallint" -> (row, at, out) -> out.shortValue((int) number.of(row, at));
      case "integer" -> (row, at, out) -> out.intValue((int) number.of(row, at));
      case "bigint" -> (row, at, out) -> out.longValue(number.of(row, at));
      case "numeric" -> (row, at, out) -> out.numericValue(BigDecimal.valueOf(number.of(row, at)));
      default -> throw new IllegalArgumentException("no whole number is sent to " + column);
    };
  }

  private static CopyValue ofDecimal(DecimalType type) {
    int precision = type.precision();
    int scale = type.scale();
    if (precision <= Decimal.MAX_LONG_DIGITS()) {
      return (row, at, out) ->
          out.numericValue(row.getDecimal(at, precision, scale).toUnscaledLong(), scale);
    }
    return (row, at, out) ->
        out.numericValue(row.getDecimal(at, precision, scale).toJavaBigDecimal());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets.postgresql;

import io.sluice.spark.NestedText;
import java.io.Serializable;
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

/** Writes the values of a column that aren't null, as {@link PgColumn} has their types. */
@FunctionalInterface
interface CopyValue extends Serializable {
  void write(SpecializedGetters row, int ordinal, CopyBuffer out);

  /** For a type that {@link PgColumn} has one for; values with parts are JSON already. */
  static CopyValue of(DataType type) {
    if (type instanceof StringType || NestedText.isNested(type)) {
      return (row, at, out) -> out.putEscaped(row.getUTF8String(at).getBytes());
    } else if (type instanceof DecimalType decimal) {
      return ofDecimal(decimal);
    } else if (type instanceof LongType) {
      return (row, at, out) -> out.putDecimal(row.getLong(at), 0);
    } else if (type instanceof IntegerType) {
      return (row, at, out) -> out.putDecimal(row.getInt(at), 0);
    } else if (type instanceof ShortType) {
      return (row, at, out) -> out.putDecimal(row.getShort(at), 0);
    } else if (type instanceof ByteType) {
      return (row, at, out) -> out.putDecimal(row.getByte(at), 0);
    } else if (type instanceof DoubleType) {
      return (row, at, out) -> out.put(Double.toString(row.getDouble(at)));
    } else if (type instanceof FloatType) {
      return (row, at, out) -> out.put(Float.toString(row.getFloat(at)));
    } else if (type instanceof BooleanType) {
      return (row, at, out) -> out.put(row.getBoolean(at) ? 't' : 'f');
    } else if (type instanceof DateType) {
      return (row, at, out) -> out.putDate(row.getInt(at));
    } else if (type instanceof TimestampType) {
      return (row, at, out) -> out.putTimestamp(row.getLong(at), "+00");
    } else if (type instanceof TimestampNTZType) {
      return (row, at, out) -> out.putTimestamp(row.getLong(at), "");
    } else if (type instanceof BinaryType) {
      return (row, at, out) -> out.putHex(row.getBinary(at));
    }
    throw new IllegalArgumentException("PostgreSQL has no type for " + type.sql());
  }

  private static CopyValue ofDecimal(DecimalType type) {
    int precision = type.precision();
    int scale = type.scale();
    if (precision <= Decimal.MAX_LONG_DIGITS()) {
      return (row, at, out) ->
          out.putDecimal(row.getDecimal(at, precision, scale).toUnscaledLong(), scale);
    }
    return (row, at, out) ->
        out.put(row.getDecimal(at, precision, scale).toJavaBigDecimal().toPlainString());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DateType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.ShortType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.math.BigDecimal;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/**
 * Values without parts. Where a type of the file can hold what the schema's can't, there is no
 * conversion; a value may still be outside of its own type, and then it doesn't fit.
 *
 * @param readType as {@link Conversion#readType}
 * @param min the least that an integer can be by the file's own type
 * @param max the most; of a decimal, how many digits it can have
 */
record LeafConversion(Kind kind, DataType readType, DataType target, long min, long max)
    implements Conversion {
  private static final int DIGITS_OF_UINT64 = 20;
  private static final long[] POWERS = powers();

  /** How a value is found in what was read. */
  enum Kind {
    BOOLEAN,
    INT,
    LONG,
    DECIMAL,
    FLOAT,
    DOUBLE,
    TEXT,
    DATE,
    MILLIS,
    MICROS,
    NANOS,
    LOCAL_MILLIS,
    LOCAL_MICROS,
    LOCAL_NANOS,
    INT96
  }

  /** A conversion of a file's type to another that can hold all of its values, if there is one. */
  static Optional<LeafConversion> of(PrimitiveType type, DataType target) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    Optional<LeafConversion> conversion =
        switch (type.getPrimitiveTypeName()) {
          case BOOLEAN -> plain(Kind.BOOLEAN, BooleanType, target);
          case INT32 -> ofInt32(annotation, target);
          case INT64 -> ofInt64(annotation, target);
          case FLOAT -> plain(Kind.FLOAT, FloatType, target);
          case DOUBLE -> plain(Kind.DOUBLE, DoubleType, target);
          case INT96 -> plain(Kind.INT96, TimestampType, target);
          case BINARY -> ofBytes(annotation, target);
          case FIXED_LEN_BYTE_ARRAY ->
              annotation instanceof DecimalLogicalTypeAnnotation decimal
                  ? ofDecimal(decimal, Math.max(type.getTypeLength(), Long.BYTES), target)
                  : Optional.empty();
        };
    return conversion.filter(LeafConversion::isLossless);
  }

  private static Optional<LeafConversion> plain(Kind kind, DataType read, DataType target) {
    return Optional.of(new LeafConversion(kind, read, target, 0, 0));
  }

  private static Optional<LeafConversion> ofInt32(
      LogicalTypeAnnotation annotation, DataType target) {
    if (annotation == null) {
      return integer(Kind.INT, IntegerType, Integer.SIZE, true, target);
    } else if (annotation instanceof IntLogicalTypeAnnotation integer) {
      boolean isLong = !integer.isSigned() && integer.getBitWidth() == Integer.SIZE;
      return isLong
          ? integer(Kind.LONG, LongType, Integer.SIZE, false, target)
          : integer(Kind.INT, IntegerType, integer.getBitWidth(), integer.isSigned(), target);
    } else if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return ofDecimal(decimal, Integer.BYTES, target);
    }
    return annotation instanceof DateLogicalTypeAnnotation
        ? plain(Kind.DATE, IntegerType, target)
        : Optional.empty();
  }

  private static Optional<LeafConversion> ofInt64(
      LogicalTypeAnnotation annotation, DataType target) {
    if (annotation == null) {
      return integer(Kind.LONG, LongType, Long.SIZE, true, target);
    } else if (annotation instanceof IntLogicalTypeAnnotation integer) {
      return integer.isSigned()
          ? integer(Kind.LONG, LongType, Long.SIZE, true, target)
          : Optional.of(
              new LeafConversion(
                  Kind.DECIMAL,
                  DataTypes.createDecimalType(DIGITS_OF_UINT64, 0),
                  target,
                  0,
                  DIGITS_OF_UINT64));
    } else if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return ofDecimal(decimal, Long.BYTES, target);
    } else if (annotation instanceof TimestampLogicalTypeAnnotation time) {
      String local = time.isAdjustedToUTC() ? "" : "LOCAL_";
      return plain(Kind.valueOf(local + time.getUnit().name()), LongType, target);
    }
    return Optional.empty();
  }

  private static Optional<LeafConversion> ofBytes(
      LogicalTypeAnnotation annotation, DataType target) {
    if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return ofDecimal(decimal, Integer.MAX_VALUE, target);
    }
    boolean isText =
        annotation instanceof StringLogicalTypeAnnotation
            || annotation instanceof EnumLogicalTypeAnnotation
            || annotation instanceof JsonLogicalTypeAnnotation;
    return isText ? plain(Kind.TEXT, StringType, target) : Optional.empty();
  }

  /** Spark is asked for as many digits as there may be in so many bytes: too many don't wrap. */
  private static Optional<LeafConversion> ofDecimal(
      DecimalLogicalTypeAnnotation decimal, int bytes, DataType target) {
    int precision = decimal.getPrecision();
    if (precision > DecimalType.MAX_PRECISION()) {
      return Optional.empty();
    }
    int digits =
        bytes <= Integer.BYTES
            ? Decimal.MAX_INT_DIGITS()
            : bytes <= Long.BYTES ? Decimal.MAX_LONG_DIGITS() : DecimalType.MAX_PRECISION();
    DataType read = DataTypes.createDecimalType(Math.max(precision, digits), decimal.getScale());
    return Optional.of(new LeafConversion(Kind.DECIMAL, read, target, 0, precision));
  }

  private static Optional<LeafConversion> integer(
      Kind kind, DataType read, int bits, boolean signed, DataType target) {
    long max = signed ? Long.MAX_VALUE >> (Long.SIZE - bits) : (1L << bits) - 1;
    long min = signed ? -max - 1 : 0;
    return Optional.of(new LeafConversion(kind, read, target, min, max));
  }

  private boolean isLossless() {
    return switch (kind) {
      case BOOLEAN -> target.equals(BooleanType);
      case INT, LONG -> holds(target);
      case DECIMAL -> {
        int scale = ((DecimalType) readType).scale();
        yield target instanceof DecimalType to
            && to.scale() >= scale
            && to.precision() - to.scale() >= max - scale;
      }
      case FLOAT -> target.equals(FloatType) || target.equals(DoubleType);
      case DOUBLE -> target.equals(DoubleType);
      case TEXT -> target.equals(StringType);
      case DATE -> target.equals(DateType);
      case MILLIS, MICROS, NANOS, LOCAL_MILLIS, LOCAL_MICROS, LOCAL_NANOS, INT96 ->
          target.equals(TimestampType);
    };
  }

  private boolean holds(DataType type) {
    if (type instanceof DecimalType decimal) {
      int digits = BigDecimal.valueOf(max).precision();
      return decimal.precision() - decimal.scale() >= digits;
    }
    return type.equals(LongType)
        || (type.equals(IntegerType) && min >= Integer.MIN_VALUE && max <= Integer.MAX_VALUE)
        || (type.equals(ShortType) && min >= Short.MIN_VALUE && max <= Short.MAX_VALUE);
  }

  @Override
  public Object convert(SpecializedGetters from, int at, Reading reading) {
    return switch (kind) {
      case BOOLEAN -> from.getBoolean(at);
      case INT -> integer(from.getInt(at), reading);
      case LONG -> integer(from.getLong(at), reading);
      case DECIMAL -> decimal(from, at, reading);
      case FLOAT -> floating(from.getFloat(at), reading);
      case DOUBLE -> floating(from.getDouble(at), reading);
      case TEXT -> TextValues.of(from.getUTF8String(at), reading);
      case DATE -> TimeValues.date(from.getInt(at), reading);
      case MILLIS -> TimeValues.millis(from.getLong(at), /* local */ false, reading);
      case MICROS -> TimeValues.micros(from.getLong(at), /* local */ false, reading);
      case NANOS -> TimeValues.nanos(from.getLong(at), /* local */ false, reading);
      case LOCAL_MILLIS -> TimeValues.millis(from.getLong(at), /* local */ true, reading);
      case LOCAL_MICROS -> TimeValues.micros(from.getLong(at), /* local */ true, reading);
      case LOCAL_NANOS -> TimeValues.nanos(from.getLong(at), /* local */ true, reading);
      case INT96 -> TimeValues.instant(from.getLong(at), reading);
    };
  }

  private Object integer(long value, Reading reading) {
    if (value < min || value > max) {
      reading.misfit(
          String.valueOf(value), target.sql(), "its own type has %d to %d".formatted(min, max));
      return null;
    } else if (target instanceof DecimalType decimal) {
      return Decimal.apply(BigDecimal.valueOf(value), decimal.precision(), decimal.scale());
    } else if (target.equals(LongType)) {
      return value;
    }
    return target.equals(IntegerType) ? (Object) (int) value : (Object) (short) value;
  }

  /** Where a file states a wrong precision, Spark reads what is there. */
  private Decimal decimal(SpecializedGetters from, int at, Reading reading) {
    DecimalType read = (DecimalType) readType;
    DecimalType to = (DecimalType) target;
    Decimal value = from.getDecimal(at, read.precision(), read.scale());
    if (read.precision() < POWERS.length && to.precision() < POWERS.length) {
      long unscaled = value.toUnscaledLong();
      if (unscaled < POWERS[(int) max] && -unscaled < POWERS[(int) max]) {
        long rescaled = unscaled * POWERS[to.scale() - read.scale()];
        return Decimal.createUnsafe(rescaled, to.precision(), to.scale());
      }
    }
    BigDecimal exact = value.toJavaBigDecimal();
    if (exact.precision() > max) {
      reading.misfit(
          exact.toPlainString(),
          target.sql(),
          "it has more digits than its own type, DECIMAL(%d,%d)".formatted(max, read.scale()));
      return null;
    }
    return Decimal.apply(exact, to.precision(), to.scale());
  }

  private static long[] powers() {
    long[] powers = new long[Decimal.MAX_LONG_DIGITS() + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  private Object floating(double value, Reading reading) {
    if (!Double.isFinite(value)) {
      reading.misfit(String.valueOf(value), target.sql(), "");
      return null;
    }
    return target.equals(FloatType) ? (Object) (float) value : (Object) value;
  }
}

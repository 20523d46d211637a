// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.Source;
import io.sluice.spark.JavaFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;

/**
 * Text columns to typed ones. Spark's own casts guess: they round decimals, take {@code 10:15} for
 * today and overflow to null; these give the value that the text says, or null.
 */
final class StrictCast {
  private final Source source;

  StrictCast(Source source) {
    this.source = source;
  }

  /** The typed value of a text column, null where it is blank or does not fit. */
  Column apply(StructField field, Column text) {
    DataType type = field.dataType();
    if (type instanceof DecimalType decimal) {
      return JavaFunction.call(
          new NumberParser(decimal.precision(), decimal.scale()), "decimal", type, text);
    } else if (type.equals(DataTypes.StringType)) {
      return JavaFunction.call(new TextParser(), "text", type, text);
    } else if (type.equals(DataTypes.BooleanType)) {
      return JavaFunction.call(new TextParser(), "bool", type, text);
    } else if (type.equals(DataTypes.ShortType)) {
      return JavaFunction.call(new NumberParser(), "int16", type, text);
    } else if (type.equals(DataTypes.IntegerType)) {
      return JavaFunction.call(new NumberParser(), "int32", type, text);
    } else if (type.equals(DataTypes.LongType)) {
      return JavaFunction.call(new NumberParser(), "int64", type, text);
    } else if (type.equals(DataTypes.FloatType)) {
      return JavaFunction.call(new NumberParser(), "float32", type, text);
    } else if (type.equals(DataTypes.DoubleType)) {
      return JavaFunction.call(new NumberParser(), "float64", type, text);
    } else if (type.equals(DataTypes.DateType)) {
      return JavaFunction.call(new TimeParser(source.dateFormats()), "date", type, text);
    } else if (type.equals(DataTypes.TimestampType)) {
      return JavaFunction.call(new TimeParser(source.timestampFormats()), "timestamp", type, text);
    }
    throw new IllegalArgumentException("no strict cast to " + type.sql());
  }
}

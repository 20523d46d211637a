// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.Source;
import io.sluice.pipeline.Times;
import io.sluice.record.RecordTyping;
import io.sluice.spark.JavaFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;

/**
 * Raw rows that are all text, cast strictly. Spark's own casts guess: they round decimals, take
 * {@code 10:15} for today and overflow to null; these give the value that the text says, or null.
 *
 * @param lineFault as {@link #lineFault(Column)}
 */
public record TextTyping(Source source, UnaryOperator<Column> lineFault) implements RecordTyping {

  @Override
  public DataType rawType(StructField field) {
    return DataTypes.StringType;
  }

  @Override
  public Column raw(StructField field, Column text) {
    return text;
  }

  @Override
  public Column text(StructField field, Column raw) {
    return raw;
  }

  @Override
  public Column typeFault(StructField field, Column raw, boolean personal) {
    DataType type = field.dataType();
    if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.DateType)) {
      return new TimeFaults(field.name(), personal, times(type)).message(type, raw);
    }
    return FaultMessages.type(field.name(), personal, type.sql(), raw);
  }

  @Override
  public Column lineFault(Column unfit) {
    return lineFault.apply(unfit);
  }

  @Override
  public Column value(StructField field, Column raw) {
    DataType type = field.dataType();
    if (type instanceof DecimalType decimal) {
      return JavaFunction.call(
          new NumberParser(decimal.precision(), decimal.scale()), "decimal", type, raw);
    }
    NumberParser number = new NumberParser(0, 0);
    TextParser text = new TextParser();
    return switch (type.typeName()) {
      case "string" -> JavaFunction.call(text, "text", type, raw);
      case "boolean" -> JavaFunction.call(text, "bool", type, raw);
      case "short" -> JavaFunction.call(number, "int16", type, raw);
      case "integer" -> JavaFunction.call(number, "int32", type, raw);
      case "long" -> JavaFunction.call(number, "int64", type, raw);
      case "float" -> JavaFunction.call(number, "float32", type, raw);
      case "double" -> JavaFunction.call(number, "float64", type, raw);
      case "date" -> JavaFunction.call(times(type), "date", type, raw);
      case "timestamp" -> JavaFunction.call(times(type), "timestamp", type, raw);
      default -> throw new IllegalArgumentException("no strict cast to " + type.sql());
    };
  }

  private TimeParser times(DataType type) {
    Times times = source.times();
    return type.equals(DataTypes.DateType)
        ? new TimeParser(times.dateFormats())
        : new TimeParser(times.timestampFormats(), times.zone(), times.ambiguous());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldTyping;
import io.sluice.spark.JavaFunction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Raw rows that are all text, cast strictly. Spark's own casts guess: they round decimals, take
 * {@code 10:15} for today and overflow to null; these give the value that the text says, or null.
 */
public final class TextTyping extends FieldwiseTyping {
  private final Source source;
  private final UnaryOperator<Column> lineFault;

  /** One of a type: tasks are sent as many as there are, and thousands of columns share them. */
  private final Map<DataType, FieldParser> parsers = new ConcurrentHashMap<>();

  /**
   * @param lineFault the reason against a record with a line, of what is unfit
   */
  public TextTyping(Source source, UnaryOperator<Column> lineFault) {
    super(source);
    this.source = source;
    this.lineFault = lineFault;
  }

  @Override
  public DataType rawType(StructField field) {
    return DataTypes.StringType;
  }

  @Override
  public Column raw(StructField field, Column text) {
    return text;
  }

  @Override
  public Column lineFault(Column line, Column unfit) {
    return lineFault.apply(unfit);
  }

  /** A field's typed value, null where its text is null, blank or doesn't fit the type. */
  public Column value(StructField field, Column text) {
    return JavaFunction.call(parser(field.dataType()), "parse", field.dataType(), text);
  }

  @Override
  public FieldTyping typing(StructField field) {
    return new Texts(parser(field.dataType()), field.name(), field.dataType().sql());
  }

  private FieldParser parser(DataType type) {
    return parsers.computeIfAbsent(type, unseen -> FieldParser.of(unseen, source));
  }

  private record Texts(FieldParser parser, String column, String type) implements FieldTyping {
    @Override
    public Object value(Object raw) {
      return parser.parse((UTF8String) raw);
    }

    @Override
    public UTF8String text(Object raw) {
      return (UTF8String) raw;
    }

    @Override
    public UTF8String typeFault(Object raw, boolean personal) {
      return parser.fault(column, personal, type, (UTF8String) raw);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldTyping;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.types.UTF8String;

/** Raw rows whose values are typed already: only a blank text becomes none. */
public final class TypedTyping extends FieldwiseTyping {
  private final TextTyping written;
  private final UnaryOperator<Column> lineFault;

  /**
   * @param written types the texts of test cases
   */
  public TypedTyping(Source source, TextTyping written, UnaryOperator<Column> lineFault) {
    super(source);
    this.written = written;
    this.lineFault = lineFault;
  }

  @Override
  public DataType rawType(StructField field) {
    return field.dataType();
  }

  @Override
  public Column raw(StructField field, Column text) {
    return written.value(field, text);
  }

  @Override
  public FieldTyping typing(StructField field) {
    return new Values(field.dataType(), written.typing(field));
  }

  @Override
  public Column lineFault(Column line, Column unfit) {
    return lineFault.apply(unfit);
  }

  private record Values(DataType type, FieldTyping written) implements FieldTyping {
    @Override
    public Object value(Object raw) {
      return type.equals(DataTypes.StringType) ? written.value(raw) : raw;
    }

    @Override
    public UTF8String text(Object raw) {
      Cast cast = (Cast) new Column(Literal.create(raw, type)).cast("string").expr();
      return (UTF8String) ((Cast) cast.withTimeZone("UTC")).eval(InternalRow.empty());
    }

    @Override
    public UTF8String typeFault(Object raw, boolean personal) {
      return null;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.lit;

import io.sluice.record.RecordTyping;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Raw rows whose values are typed already: only a blank text becomes none. */
public final class TypedTyping implements RecordTyping {
  private final RecordTyping written;
  private final UnaryOperator<Column> lineFault;

  /**
   * @param written types the texts of test cases
   */
  public TypedTyping(RecordTyping written, UnaryOperator<Column> lineFault) {
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
  public Column value(StructField field, Column raw) {
    boolean isText = field.dataType().equals(DataTypes.StringType);
    return isText ? written.value(field, raw) : raw;
  }

  @Override
  public Column text(StructField field, Column raw) {
    return raw.cast("string");
  }

  @Override
  public Column typeFault(StructField field, Column raw, boolean personal) {
    return lit(null).cast("string");
  }

  @Override
  public Column lineFault(Column unfit) {
    return lineFault.apply(unfit);
  }
}

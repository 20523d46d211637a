// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.pipeline.Source;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Generated records, given as text, with the types that a file's columns have. A column has no
 * place for a text that is none of its type, and a record none for a value too many: such a record
 * is made one that is quarantined for another reason.
 */
final class WrittenRecords implements Serializable {
  private static final long serialVersionUID = 1;

  private final StructType schema;
  private final WrittenText[] columns;

  /**
   * @param columns in the file's order, all of them of the source's schema
   */
  WrittenRecords(Source source, List<String> columns) {
    StructType own = new StructType();
    for (String column : columns) {
      own = own.add(source.schema().apply(column));
    }
    this.schema = own;
    this.columns = TypedText.fields(source, Arrays.stream(own.fields()));
  }

  /** The file's columns, of which any may be null. */
  StructType schema() {
    return schema.asNullable();
  }

  /**
   * @param texts of the columns, empty where there is none
   */
  InternalRow typed(List<String> texts) {
    Object[] values = new Object[columns.length];
    boolean fits = texts.size() <= columns.length;
    for (int i = 0; i < values.length; i++) {
      UTF8String text = UTF8String.fromString(texts.get(i));
      values[i] = columns[i].value(text);
      fits &= !columns[i].isMisfit(text);
    }
    if (!fits) {
      spoil(values);
    }
    return new GenericInternalRow(values);
  }

  /** Makes sure that a record is quarantined. */
  private void spoil(Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!schema.fields()[i].nullable()) {
        values[i] = null;
        return;
      }
    }
    for (int i = 0; i < values.length; i++) {
      Object outside = outside(schema.fields()[i].dataType());
      if (outside != null) {
        values[i] = outside;
        return;
      }
    }
  }

  /** A value that Parquet can write, and no column takes; null where there is none of the type. */
  private static Object outside(DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return UTF8String.fromString("\0");
    } else if (type.equals(DataTypes.DoubleType)) {
      return Double.NaN;
    } else if (type.equals(DataTypes.FloatType)) {
      return Float.NaN;
    } else if (type.equals(DataTypes.TimestampType)) {
      return Long.MAX_VALUE;
    } else if (type.equals(DataTypes.DateType)) {
      return Integer.MAX_VALUE;
    }
    return null;
  }
}

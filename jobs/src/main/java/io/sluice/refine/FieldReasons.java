// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.UNFIT;

import io.sluice.record.FieldFault;
import io.sluice.record.RecordFields;
import io.sluice.spark.RowBytes;
import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reasons against the fields of one record: unfit ones, missing values and misfits, in the schema's
 * order. Public because generated code calls it.
 */
public final class FieldReasons implements Serializable {
  private static final long serialVersionUID = 1;

  /** What {@link #of} gives, as {@link io.sluice.record.Reasons} has it. */
  static final ArrayType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add("code", DataTypes.StringType)
              .add("column", DataTypes.StringType)
              .add("message", DataTypes.StringType));

  private final RecordFields fields;
  private final RowBytes bytes;

  FieldReasons(RecordFields fields, RowBytes bytes) {
    this.fields = fields;
    this.bytes = bytes;
  }

  /**
   * @param raw a record that was split into its fields
   */
  public ArrayData of(byte[] raw) {
    InternalRow record = bytes.row(raw);
    return new GenericArrayData(
        fields.faults(record, record.getInt(bytes.schema().fieldIndex(UNFIT))).stream()
            .map(FieldReasons::reason)
            .toArray());
  }

  private static InternalRow reason(FieldFault fault) {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(fault.code()), UTF8String.fromString(fault.path()), fault.message()
        });
  }
}

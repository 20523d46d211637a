// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldFaults;
import io.sluice.spark.RowBytes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  private final RecordTyper typer;
  private final RowBytes bytes;
  private final String[] names;
  private final boolean[] personal;
  private final FieldFaults faults;

  FieldReasons(RecordTyper typer, RowBytes bytes, Source source) {
    this.typer = typer;
    this.bytes = bytes;
    this.names = source.schema().fieldNames();
    Set<String> hidden = source.personal();
    this.personal = new boolean[names.length];
    for (int i = 0; i < names.length; i++) {
      personal[i] = hidden.contains(names[i]);
    }
    this.faults = new FieldFaults(source.maxFieldLength());
  }

  /**
   * @param raw a record; of one that wasn't split into its fields nothing is known
   * @param unfit its {@link io.sluice.record.EngineColumns#UNFIT}
   */
  public ArrayData of(byte[] raw, int unfit) {
    InternalRow record = bytes.row(raw);
    boolean isSplit = record.isNullAt(names.length);
    List<InternalRow> reasons = new ArrayList<>();
    for (int i = 0; isSplit && i < names.length; i++) {
      add(record, i, unfit, reasons);
    }
    return new GenericArrayData(reasons.toArray());
  }

  private void add(InternalRow record, int field, int unfit, List<InternalRow> reasons) {
    Object raw = typer.raw(record, field);
    UTF8String text = typer.text(raw, field);
    boolean blank = RecordTyper.isBlank(text);
    if (blank && typer.isRequired(field)) {
      reasons.add(
          reason(
              names[field] + "_missing",
              field,
              UTF8String.fromString(names[field] + ": is required and empty")));
    }
    // Looked for in a field only where the record is known to have that fault somewhere.
    int found = unfit == FieldFaults.FIT || text == null ? 0 : faults.inUndecodable(text) & unfit;
    for (FieldFaults.Fault fault : FieldFaults.Fault.values()) {
      if ((found & fault.bit) != 0) {
        UTF8String message =
            FaultMessages.ofField(names[field], personal[field], fault, faults.maxLength())
                .fault(text);
        reasons.add(reason(fault.name().toLowerCase(Locale.ROOT), field, message));
      }
    }
    if (!blank && found == 0 && typer.value(raw, field) == null) {
      reasons.add(
          reason(names[field] + "_type", field, typer.typeFault(raw, field, personal[field])));
    }
  }

  private InternalRow reason(String code, int field, UTF8String message) {
    return new GenericInternalRow(
        new Object[] {UTF8String.fromString(code), UTF8String.fromString(names[field]), message});
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.sluice.pipeline.Source;
import io.sluice.record.Reasons;
import io.sluice.record.RecordFields;
import io.sluice.record.RecordTyping;
import io.sluice.spark.JavaFunction;
import io.sluice.spark.NestedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Meaning of raw rows that hold typed values, and beside them what is wrong with those of them that
 * aren't there.
 */
record ParquetTyping(Source source) implements RecordTyping {
  /** Column of raw rows: the {@link Fault}s of their values. */
  static final String FAULTS = "_raw_faults";

  @Override
  public List<StructField> rawFields() {
    List<StructField> fields = new ArrayList<>();
    for (StructField field : source.schema().fields()) {
      fields.add(DataTypes.createStructField(field.name(), field.dataType().asNullable(), true));
    }
    fields.add(DataTypes.createStructField(FAULTS, DataTypes.StringType, true));
    return fields;
  }

  @Override
  public List<Column> raw(Function<StructField, Column> text) {
    TypedText typed = new TypedText(source);
    StructType type = new StructType(rawFields().toArray(StructField[]::new));
    Column written =
        struct(
            Arrays.stream(source.schema().fields())
                .map(field -> text.apply(field).as(field.name()))
                .toArray(Column[]::new));
    Column record = JavaFunction.call(typed, "raw", type, written);
    return Arrays.stream(type.fieldNames()).map(name -> record.getField(name).as(name)).toList();
  }

  @Override
  public Column kept(StructField field, Column record) {
    return NestedText.field(record, field.name());
  }

  @Override
  public RecordFields fields() {
    return new ParquetFields(source);
  }

  /** No record has a line. */
  @Override
  public Column lineFault(Column line, Column unfit) {
    return Reasons.reason("unreadable", lit("the record can't be read"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.Source;
import io.sluice.record.FieldTyping;
import io.sluice.record.RecordFields;
import io.sluice.record.RecordTyping;
import io.sluice.spark.NestedText;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Meaning of raw rows that hold a column for each field of the schema, as text or typed already.
 */
public abstract class FieldwiseTyping implements RecordTyping {
  private final Source source;

  protected FieldwiseTyping(Source source) {
    this.source = source;
  }

  /** The type of a field in raw rows. */
  public abstract DataType rawType(StructField field);

  /** A field's raw value, of its text as people write it in test cases and generate.sql. */
  public abstract Column raw(StructField field, Column text);

  /** The meaning of a field's raw values, of which none is null. */
  public abstract FieldTyping typing(StructField field);

  @Override
  public final List<StructField> rawFields() {
    return Arrays.stream(source.schema().fields())
        .map(field -> new StructField(field.name(), rawType(field), true, field.metadata()))
        .toList();
  }

  @Override
  public final List<Column> raw(Function<StructField, Column> text) {
    return Arrays.stream(source.schema().fields())
        .map(field -> raw(field, text.apply(field)).as(field.name()))
        .toList();
  }

  @Override
  public final Column kept(StructField field, Column record) {
    return NestedText.field(record, field.name());
  }

  @Override
  public final RecordFields fields() {
    return new RecordTyper(source, this);
  }
}

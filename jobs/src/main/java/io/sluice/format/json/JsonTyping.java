// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.sluice.pipeline.Source;
import io.sluice.record.Reasons;
import io.sluice.record.RecordFields;
import io.sluice.record.RecordTyping;
import io.sluice.spark.JavaFunction;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Meaning of raw rows that hold a record's JSON text. */
record JsonTyping(Source source) implements RecordTyping {
  /** The column with the text. */
  static final String TEXT = "_text";

  @Override
  public List<StructField> rawFields() {
    return List.of(DataTypes.createStructField(TEXT, DataTypes.StringType, true));
  }

  @Override
  public List<Column> raw(Function<StructField, Column> text) {
    Column[] texts =
        Arrays.stream(source.schema().fields())
            .map(field -> text.apply(field).as(field.name()))
            .toArray(Column[]::new);
    WrittenRecord written =
        new WrittenRecord(source.schema(), List.of(source.schema().fieldNames()));
    return List.of(
        JavaFunction.call(written, "text", DataTypes.StringType, struct(texts)).as(TEXT));
  }

  @Override
  public Column kept(StructField field, Column record) {
    JsonFieldText text = new JsonFieldText(new JsonFields(source), index(field));
    return JavaFunction.call(text, "of", DataTypes.StringType, record);
  }

  private int index(StructField field) {
    return source.schema().fieldIndex(field.name());
  }

  @Override
  public RecordFields fields() {
    return new JsonFields(source);
  }

  @Override
  public Column lineFault(Column line, Column unfit) {
    JsonFieldText text = new JsonFieldText(new JsonFields(source), 0);
    Column why = JavaFunction.call(text, "fault", DataTypes.StringType, line);
    Column code = lit(null).cast("string");
    for (JsonFault.Kind kind : JsonFault.Kind.values()) {
      code = coalesce(code, when(unfit.bitwiseAND(kind.bit).notEqual(0), kind.code()));
    }
    return Reasons.reason(code, lit(null).cast("string"), why);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.kafka;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.sluice.record.FieldFaults;
import io.sluice.record.Reasons;
import io.sluice.record.RecordFields;
import io.sluice.record.RecordTyping;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Meaning of raw rows that hold a message as JSON text, or where it has no value what else it has.
 *
 * @param json the meaning of the text
 */
record KafkaTyping(RecordTyping json) implements RecordTyping {
  /** Column of raw rows: what a message without a value has, as JSON; null for others. */
  static final String TOMBSTONE = "_raw_tombstone";

  /** In {@link io.sluice.record.EngineColumns#UNFIT}; JSON has the lower ones. */
  static final int NO_VALUE = FieldFaults.FIRST_OF_FORMATS << 3;

  @Override
  public List<StructField> rawFields() {
    List<StructField> fields = new ArrayList<>(json.rawFields());
    fields.add(DataTypes.createStructField(TOMBSTONE, DataTypes.StringType, true));
    return fields;
  }

  @Override
  public List<Column> raw(Function<StructField, Column> text) {
    List<Column> columns = new ArrayList<>(json.raw(text));
    columns.add(lit(null).cast("string").as(TOMBSTONE));
    return columns;
  }

  @Override
  public Column kept(StructField field, Column record) {
    return json.kept(field, record);
  }

  @Override
  public RecordFields fields() {
    return new KafkaFields(json.fields(), json.rawFields().size());
  }

  @Override
  public Column lineFault(Column line, Column unfit) {
    return when(
            unfit.bitwiseAND(NO_VALUE).notEqual(0),
            Reasons.reason("tombstone", lit("it has no value, which deletes its key")))
        .otherwise(json.lineFault(line, unfit));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * Meaning of a format's raw rows. They hold a column for each field of the schema, as text or typed
 * already, and {@link EngineColumns#LINE}, {@link EngineColumns#UNFIT}, {@link EngineColumns#FILE}
 * and {@link EngineColumns#LANDED_AT}.
 */
public interface RecordTyping {
  /** The type of a field in raw rows. */
  DataType rawType(StructField field);

  /** A field's raw value, of its text as people write it in test cases and generate.sql. */
  Column raw(StructField field, Column text);

  /** The meaning of a field's raw values, of which none is null. */
  FieldTyping typing(StructField field);

  /**
   * The {@link Reasons reason} against a record that has {@link EngineColumns#LINE}.
   *
   * @param unfit its {@link EngineColumns#UNFIT}
   */
  Column lineFault(Column unfit);
}

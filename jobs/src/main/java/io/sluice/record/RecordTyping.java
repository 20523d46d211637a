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
  /** The type of a field in raw rows. It has to survive being written and read as JSON. */
  DataType rawType(StructField field);

  /** A field's raw value, of its text as people write it in test cases and generate.sql. */
  Column raw(StructField field, Column text);

  /** A field's typed value, null where {@link #text} is blank or doesn't fit the type. */
  Column value(StructField field, Column raw);

  /** A field's text, as reasons and quarantine show it. */
  Column text(StructField field, Column raw);

  /**
   * The message about a value that doesn't fit its type; null where the raw value is.
   *
   * @param personal whether the value must not show
   */
  Column typeFault(StructField field, Column raw, boolean personal);

  /**
   * The {@link Reasons reason} against a record that has {@link EngineColumns#LINE}.
   *
   * @param unfit its {@link EngineColumns#UNFIT}
   */
  Column lineFault(Column unfit);
}

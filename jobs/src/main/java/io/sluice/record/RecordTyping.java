// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructField;

/**
 * Meaning of a format's raw rows. They begin with columns of the format's own, from which it reads
 * a record's fields; then come {@link EngineColumns#LINE}, {@link EngineColumns#UNFIT}, {@link
 * EngineColumns#FILE} and {@link EngineColumns#LANDED_AT}.
 */
public interface RecordTyping {
  /** The columns with which raw rows begin. */
  List<StructField> rawFields();

  /**
   * Values of {@link #rawFields}, for records that people write in test cases and generate.sql.
   *
   * @param text gives a field of the schema as text, values with parts as JSON
   */
  List<Column> raw(Function<StructField, Column> text);

  /** The text of a field, out of a record as quarantine keeps it. */
  Column kept(StructField field, Column record);

  /** What reads the fields of raw records. */
  RecordFields fields();

  /**
   * The {@link Reasons reason} against a record that has {@link EngineColumns#LINE}.
   *
   * @param line that
   * @param unfit its {@link EngineColumns#UNFIT}
   */
  Column lineFault(Column line, Column unfit);
}

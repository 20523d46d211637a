// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;

/**
 * Turns values as Spark reads them from a file into those of the schema. Equal where files are read
 * in the same way.
 */
interface Conversion extends Serializable {
  /**
   * The type as which Spark is to read the column: what the file says, before it is interpreted.
   */
  DataType readType();

  /**
   * A value as Spark has it in its rows, null where it doesn't fit.
   *
   * @param from has a value at that place
   * @param reading takes what doesn't fit
   */
  Object convert(SpecializedGetters from, int at, Reading reading);
}

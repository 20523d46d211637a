// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that a stateful stream reads. They arrive in portions, numbered in their order. The same
 * numbers always mean the same rows, so that a micro-batch can be computed again.
 */
public interface ArrivingRows {
  /** Columns of the rows. */
  StructType schema();

  /** The rows that are there once a portion has arrived. */
  Dataset<Row> upTo(long last);

  /**
   * The rows of some portions.
   *
   * @param first the portion before the first
   * @param last the last portion; where it is the first too, there are no rows
   */
  Dataset<Row> between(long first, long last);
}

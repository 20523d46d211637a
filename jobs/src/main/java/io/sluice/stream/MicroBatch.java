// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One micro-batch of a stateful stream. Its rows have to be computed, all of them and only once:
 * that is what writes the state.
 *
 * @param checkpoint the id of the checkpoint that it belongs to
 * @param number from 0
 * @param taken the last portion of arriving rows that it takes in
 * @param rows what the query gives
 * @param figures what can be told once the rows are computed
 */
public record MicroBatch(
    String checkpoint, long number, long taken, Dataset<Row> rows, Supplier<StateFigures> figures) {

  /** Computes the rows for the sake of the state. */
  public void pass() {
    rows.queryExecution().toRdd().count();
  }
}

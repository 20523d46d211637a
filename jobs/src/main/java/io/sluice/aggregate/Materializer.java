// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Materialization;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A way to keep aggregations up to date; there is one for each {@link Materialization}. */
interface Materializer {
  /**
   * Brings an aggregation up to date, by one change or by several: as many as it takes to finish
   * what is due.
   */
  void bringUpToDate(AggregationUpdate update, AggregationPublisher publisher);

  /** The rows to be published of those that the query gives over everything. */
  default Dataset<Row> published(Dataset<Row> result) {
    return result;
  }

  /**
   * The rows that an aggregation has after some came late, computed as {@link #bringUpToDate} does.
   * The proof that the materializer fits the query is that these are the query's rows over
   * everything.
   *
   * @throws io.sluice.problem.Problem INVALID where the query can't be computed so
   */
  Dataset<Row> afterLateRows(IncrementalTrial trial);
}

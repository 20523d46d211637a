// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A way to keep aggregations up to date that gives what the query gives over everything, late rows
 * included, and that takes in all that is due by one change.
 */
interface ExactMaterializer extends Materializer {
  /**
   * Writes an aggregation's new rows where no reader sees them, with receipts for restated dates.
   */
  PreparedAggregation prepare(AggregationUpdate update);

  @Override
  default Optional<Obstacle> bringUpToDate(
      AggregationUpdate update, AggregationPublisher publisher) {
    try (PreparedAggregation prepared = prepare(update)) {
      publisher.publish(update.aggregation(), prepared, update.progress());
    }
    return Optional.empty();
  }

  /** The rows to be published of those that the query gives over everything. */
  default Dataset<Row> published(Dataset<Row> result) {
    return result;
  }

  /**
   * The rows that an aggregation has after some came late, computed as {@link #prepare} does. The
   * proof that the materializer fits the query is that these are the query's rows over everything.
   *
   * @throws io.sluice.problem.Problem INVALID where the query can't be computed so
   */
  Dataset<Row> afterLateRows(IncrementalTrial trial);
}

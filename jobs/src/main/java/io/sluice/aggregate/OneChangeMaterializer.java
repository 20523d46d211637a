// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

/** A way to keep aggregations up to date that takes in everything that is due by one change. */
interface OneChangeMaterializer extends Materializer {
  /**
   * Writes an aggregation's new rows where no reader sees them, with receipts for restated dates.
   */
  PreparedAggregation prepare(AggregationUpdate update);

  @Override
  default void bringUpToDate(AggregationUpdate update, AggregationPublisher publisher) {
    try (PreparedAggregation prepared = prepare(update)) {
      publisher.publish(update.aggregation(), prepared, update.progress());
    }
  }
}

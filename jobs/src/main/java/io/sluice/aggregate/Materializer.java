// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Materialization;
import java.util.Optional;

/** A way to keep aggregations up to date; there is one for each {@link Materialization}. */
interface Materializer {
  /**
   * Brings an aggregation up to date, by one change or by several: as many as it takes to finish
   * what is due.
   *
   * @return what has kept it from that; empty where it is up to date
   */
  Optional<Obstacle> bringUpToDate(AggregationUpdate update, AggregationPublisher publisher);
}

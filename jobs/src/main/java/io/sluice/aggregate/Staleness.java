// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import java.util.Optional;

/** Says why an aggregation's rows can't be continued from, regardless of its SQL. */
@FunctionalInterface
interface Staleness {
  /** What is kept in the change log alone never is. */
  Staleness NONE = (aggregation, progress, state) -> Optional.empty();

  /**
   * @param progress where the aggregation is
   */
  Optional<Obstacle> of(String aggregation, ConsumerProgress progress, LogState state);
}

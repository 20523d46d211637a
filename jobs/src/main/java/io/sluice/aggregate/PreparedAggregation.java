// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.spark.CachedRows;
import io.sluice.table.TableChange;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;

/**
 * An aggregation's new rows, written where no reader sees them.
 *
 * @param changes the one to the aggregation that publishes them, and the one to {@code
 *     restatements} that goes with it, if there are receipts
 * @param restated the dates that had been published before and are others now
 * @param cached rows in memory that these were made of
 */
record PreparedAggregation(
    List<TableChange> changes, SortedSet<LocalDate> restated, CachedRows cached)
    implements AutoCloseable {

  @Override
  public void close() {
    cached.close();
  }
}

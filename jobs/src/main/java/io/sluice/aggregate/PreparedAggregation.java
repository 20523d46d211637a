// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.spark.CachedRows;
import io.sluice.table.TableChange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * An aggregation's new rows, written where no reader sees them.
 *
 * @param table the change to the aggregation that publishes them
 * @param receipts the change to {@code restatements} that goes with it
 * @param restated the dates that had been published before and are others now
 * @param cached rows in memory that these were made of
 */
record PreparedAggregation(
    TableChange table,
    Optional<TableChange> receipts,
    SortedSet<LocalDate> restated,
    CachedRows cached)
    implements AutoCloseable {

  /** Parts in all tables. */
  List<TableChange> changes() {
    return Stream.concat(Stream.of(table), receipts.stream()).toList();
  }

  @Override
  public void close() {
    cached.close();
  }
}

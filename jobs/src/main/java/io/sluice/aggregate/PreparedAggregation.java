// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.table.TableChange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An aggregation's new rows, written where no reader sees them.
 *
 * @param table what publishing them does to the aggregation
 * @param receipts what it does to {@link Restatements}, if anything
 * @param restated the dates that had been published before and are others now
 * @param held what was kept in memory to make this
 */
record PreparedAggregation(
    TableChange table,
    Optional<TableChange> receipts,
    SortedSet<LocalDate> restated,
    List<Dataset<Row>> held)
    implements AutoCloseable {

  static PreparedAggregation of(TableChange table, List<Dataset<Row>> held) {
    return new PreparedAggregation(table, Optional.empty(), new TreeSet<>(), held);
  }

  PreparedAggregation with(TableChange receipts, SortedSet<LocalDate> restated) {
    return new PreparedAggregation(table, Optional.of(receipts), restated, held);
  }

  /** Parts in all tables. */
  List<TableChange> changes() {
    return Stream.concat(Stream.of(table), receipts.stream()).toList();
  }

  @Override
  public void close() {
    held.forEach(Dataset::unpersist);
  }
}

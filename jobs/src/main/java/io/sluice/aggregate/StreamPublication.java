// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.change.StreamPosition;
import io.sluice.spark.CachedRows;
import io.sluice.stream.MicroBatch;
import io.sluice.stream.StateFigures;
import io.sluice.table.CompactTable;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Publishes the micro-batches of a stream, each once. One that the change log has is passed over: a
 * run was killed before Spark noted that it has ended. But its rows are computed even then, as that
 * is what writes its state.
 */
record StreamPublication(
    AggregationUpdate update, TransformedArrivals arrivals, AggregationPublisher publisher) {
  private static final Logger log = LogManager.getLogger(StreamPublication.class);

  void take(MicroBatch batch) {
    update.inputs().context().stop().check();
    LogState state = update.inputs().changes().position().state();
    Optional<StreamPosition> before =
        state
            .aggregated(update.aggregation().relation())
            .flatMap(ConsumerProgress::stream)
            .filter(position -> position.checkpoint().equals(batch.checkpoint()));
    if (before.filter(position -> batch.number() <= position.batch()).isPresent()) {
      log.info("micro-batch {} is published: only its state is written", batch.number());
      batch.pass();
      return;
    }
    try (CachedRows cached = new CachedRows()) {
      Dataset<Row> rows = cached.keep(batch.rows());
      long count = rows.count(); // computes all of them, side by side
      StateFigures figures = batch.figures().get();
      ConsumerProgress progress =
          update
              .progress()
              .at(batch.taken(), arrivals.version(batch.taken()), position(batch, before, figures));
      publisher.publish(
          update.aggregation(),
          new PreparedAggregation(
              List.of(change(rows, count, before.isEmpty())), new TreeSet<>(), cached),
          progress);
    }
  }

  private TableChange change(Dataset<Row> rows, long count, boolean isFirst) {
    TableLayout layout = new TableLayout(rows.schema(), List.of());
    CompactTable table = update.compact(rows.schema(), Optional.empty());
    if (isFirst) {
      return table.stageAll(rows, count); // rows of before are of other streams
    }
    return StreamOutput.of(update.aggregation()).stage(update, table, layout, rows, count);
  }

  private static StreamPosition position(
      MicroBatch batch, Optional<StreamPosition> before, StateFigures figures) {
    return new StreamPosition(
        batch.checkpoint(),
        batch.number(),
        figures.isSettled(),
        before.map(StreamPosition::rowsDropped).orElse(0L) + figures.rowsDropped(),
        figures.watermark(),
        figures.stateRows(),
        figures.stateBytes());
  }
}

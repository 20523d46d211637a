// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.fit.StreamKeys;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Streaming.OutputMode;
import io.sluice.spark.Queries;
import io.sluice.table.CompactTable;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** What becomes of the rows that a micro-batch gives; there is one for each {@link OutputMode}. */
@FunctionalInterface
interface StreamOutput {
  /** Outputs by their modes. */
  Map<OutputMode, StreamOutput> ALL =
      Map.of(
          OutputMode.APPEND, StreamOutput::append,
          OutputMode.UPDATE, StreamOutput::update,
          OutputMode.COMPLETE, StreamOutput::complete);

  /**
   * Writes the rows where no reader sees them.
   *
   * @param count how many they are
   */
  TableChange stage(
      AggregationUpdate update,
      CompactTable table,
      TableLayout layout,
      Dataset<Row> rows,
      long count);

  static StreamOutput of(Aggregation aggregation) {
    return ALL.get(aggregation.streaming().mode());
  }

  private static TableChange append(
      AggregationUpdate update,
      CompactTable table,
      TableLayout layout,
      Dataset<Row> rows,
      long count) {
    return count == 0 ? update.table().stageNothing(layout) : table.stageMore(rows, count);
  }

  private static TableChange update(
      AggregationUpdate update,
      CompactTable table,
      TableLayout layout,
      Dataset<Row> rows,
      long count) {
    return count == 0
        ? update.table().stageNothing(layout)
        : table.stageKeys(rows, count, keys(update));
  }

  /** The folder's check has seen that there are keys, and that the rows have them. */
  private static List<String> keys(AggregationUpdate update) {
    LogicalPlan plan =
        Queries.of(update.spark(), update.aggregation().sql()).queryExecution().analyzed();
    return StreamKeys.of(plan).orElseThrow().columns();
  }

  private static TableChange complete(
      AggregationUpdate update,
      CompactTable table,
      TableLayout layout,
      Dataset<Row> rows,
      long count) {
    return table.stageAll(rows, count);
  }
}

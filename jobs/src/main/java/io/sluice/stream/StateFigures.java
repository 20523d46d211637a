// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.streaming.EventTimeWatermarkExec;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.OffsetSeqMetadata;
import org.apache.spark.sql.execution.streaming.StateStoreWriter;
import org.apache.spark.sql.streaming.StateOperatorProgress;

/**
 * What a micro-batch has left, once its rows are computed.
 *
 * @param isSettled whether Spark has nothing more to do before there are new rows
 * @param rowsDropped rows that came after the watermark had passed
 * @param watermark that of the next micro-batch; empty before there is any
 * @param stateRows rows in the state of all operators
 * @param stateBytes memory that these take
 */
public record StateFigures(
    boolean isSettled,
    long rowsDropped,
    Optional<Instant> watermark,
    long stateRows,
    long stateBytes) {

  static StateFigures of(IncrementalExecution execution) {
    List<SparkPlan> operators = new ArrayList<>();
    collect(execution.executedPlan(), operators);
    List<StateOperatorProgress> states =
        operators.stream()
            .filter(StateStoreWriter.class::isInstance)
            .map(operator -> ((StateStoreWriter) operator).getProgress())
            .toList();
    OffsetSeqMetadata before = execution.offsetSeqMetadata();
    long watermark = Math.max(before.batchWatermarkMs(), seen(operators).orElse(0));
    OffsetSeqMetadata next = before.copy(watermark, before.batchTimestampMs(), before.conf());
    return new StateFigures(
        !execution.shouldRunAnotherBatch(next),
        LateRows.dropped(execution)
            .orElseGet(
                () ->
                    states.stream()
                        .mapToLong(StateOperatorProgress::numRowsDroppedByWatermark)
                        .sum()),
        watermark > 0 ? Optional.of(Instant.ofEpochMilli(watermark)) : Optional.empty(),
        states.stream().mapToLong(StateOperatorProgress::numRowsTotal).sum(),
        states.stream().mapToLong(StateOperatorProgress::memoryUsedBytes).sum());
  }

  /** The watermark that the rows lead to: that of the operator that is furthest behind. */
  private static OptionalLong seen(List<SparkPlan> operators) {
    return operators.stream()
        .filter(EventTimeWatermarkExec.class::isInstance)
        .map(EventTimeWatermarkExec.class::cast)
        .filter(each -> each.eventTimeStats().value().count() > 0)
        .mapToLong(each -> each.eventTimeStats().value().max() - each.delayMs())
        .min();
  }

  private static void collect(SparkPlan plan, List<SparkPlan> operators) {
    operators.add(plan);
    seqAsJavaList(plan.children()).forEach(child -> collect(child, operators));
  }
}

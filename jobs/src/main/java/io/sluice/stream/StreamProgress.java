// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.run.Report;
import io.sluice.run.StreamFigures;
import io.sluice.text.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.streaming.StateOperatorProgress;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * What Spark tells of a stream's micro-batches, each once: into the run's report, and as a line of
 * JSON into the log. Spark keeps the last 100, so that they are taken while the stream goes on.
 */
final class StreamProgress {
  private static final Logger log = LogManager.getLogger(StreamProgress.class);

  private final String name;
  private final Report report;
  private Optional<StreamingQuery> query = Optional.empty();
  private final Map<Long, Long> dropped = new HashMap<>();
  private long lastBatch = -1;

  StreamProgress(String name, Report report) {
    this.name = name;
    this.report = report;
  }

  /** Says which query it is; until then there is nothing to take. */
  synchronized void of(StreamingQuery started) {
    query = Optional.of(started);
  }

  /** Notes how many rows of a micro-batch came too late: Spark may count some of them as one. */
  synchronized void dropped(long batch, long rows) {
    dropped.put(batch, rows);
  }

  /** Takes in the micro-batches that have ended since the last call. */
  synchronized void take() {
    if (query.isPresent()) {
      for (StreamingQueryProgress each : query.get().recentProgress()) {
        if (each.batchId() > lastBatch) {
          lastBatch = each.batchId();
          log.debug("{}", () -> line(each));
          report.stream(figures(each));
        }
      }
    }
  }

  private String line(StreamingQueryProgress progress) {
    ObjectNode fields = (ObjectNode) Json.parse(progress.json());
    return Json.line(fields.put("name", name));
  }

  private StreamFigures figures(StreamingQueryProgress progress) {
    Map<String, Long> durations = new TreeMap<>(progress.durationMs());
    Instant began = Instant.parse(progress.timestamp());
    List<StreamFigures.State> states =
        Arrays.stream(progress.stateOperators()).map(StreamProgress::state).toList();
    return new StreamFigures(
        name,
        1 /* batch */,
        progress.numInputRows(),
        began,
        began.plus(Duration.ofMillis(durations.getOrDefault(StreamFigures.WHOLE, 0L))),
        durations,
        states,
        dropped.getOrDefault(progress.batchId(), droppedBySpark(progress)),
        Optional.ofNullable(progress.eventTime().get("watermark")));
  }

  private static long droppedBySpark(StreamingQueryProgress progress) {
    return Arrays.stream(progress.stateOperators())
        .mapToLong(StateOperatorProgress::numRowsDroppedByWatermark)
        .sum();
  }

  private static StreamFigures.State state(StateOperatorProgress operator) {
    return new StreamFigures.State(
        operator.operatorName(), operator.numRowsTotal(), operator.memoryUsedBytes());
  }
}

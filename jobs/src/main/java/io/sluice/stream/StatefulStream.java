// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import io.sluice.run.RunContext;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.StreamExecution;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * A stream with state, which runs with {@code AvailableNow} on a checkpoint that is kept from run
 * to run. What it has taken in is known by that checkpoint alone: without it the stream can only
 * begin anew.
 */
public final class StatefulStream {
  private final SparkSession spark;
  private final RunContext context;
  private final CheckpointedStream stream;
  private final Path folder;

  /**
   * @param context of the run, whose report gets what Spark tells of the stream
   * @param name the stream's and its checkpoint's, such as {@code aggregate-sessions}
   */
  public StatefulStream(SparkSession spark, RunContext context, String name) {
    this.spark = spark;
    this.context = context;
    this.stream = new CheckpointedStream(context, name);
    this.folder = context.data().checkpoint(name);
  }

  /** The checkpoint as it is now. */
  public KeptCheckpoint checkpoint() {
    return KeptCheckpoint.of(context.storage(), folder);
  }

  /** Moves the checkpoint aside, if there is any, so that the next run begins anew. */
  public void beginAnew() {
    if (checkpoint().isThere()) {
      stream.moveAside();
    }
  }

  /**
   * Runs the query until it has taken in everything up to a portion, and every micro-batch without
   * rows that this leads to.
   *
   * @param last the last portion
   * @param query gives the streaming query over the arriving rows
   * @param handler is given each micro-batch; what it throws, this throws
   * @throws CheckpointedStream.BrokenCheckpoint where the stream fails and the handler doesn't
   */
  public void run(
      ArrivingRows rows,
      long last,
      UnaryOperator<Dataset<Row>> query,
      OutputMode mode,
      Consumer<MicroBatch> handler) {
    ArrivalOffset target =
        begun().filter(offset -> offset.change() >= last).orElse(new ArrivalOffset(last, 0));
    run(source(rows, target), query, mode, handler);
  }

  /**
   * Runs one micro-batch without rows, which a killed run has not come to: by itself Spark waits
   * for new rows.
   */
  public void settle(
      ArrivingRows rows,
      UnaryOperator<Dataset<Row>> query,
      OutputMode mode,
      Consumer<MicroBatch> handler) {
    run(source(rows, begun().orElseThrow().next()), query, mode, handler);
  }

  private ArrivingSource source(ArrivingRows rows, ArrivalOffset target) {
    KeptCheckpoint now = checkpoint();
    return new ArrivingSource(rows, target, begun(), now.begun().equals(now.ended()));
  }

  private Optional<ArrivalOffset> begun() {
    return checkpoint().offset().map(ArrivalOffset::parse);
  }

  private void run(
      ArrivingSource source,
      UnaryOperator<Dataset<Row>> query,
      OutputMode mode,
      Consumer<MicroBatch> handler) {
    stream.run(
        query.apply(source.stream(spark)),
        mode,
        (rows, number, dropped) -> {
          String id = spark.sparkContext().getLocalProperty(StreamExecution.QUERY_ID_KEY());
          StreamingQueryWrapper running = (StreamingQueryWrapper) spark.streams().get(id);
          handler.accept(
              new MicroBatch(
                  id,
                  number,
                  source.taken(),
                  rows,
                  () -> {
                    StateFigures figures =
                        StateFigures.of(running.streamingQuery().lastExecution());
                    dropped.accept(figures.rowsDropped());
                    return figures;
                  }));
        });
  }
}

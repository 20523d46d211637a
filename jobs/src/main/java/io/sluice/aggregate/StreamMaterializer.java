// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.ConsumerProgress;
import io.sluice.change.StreamPosition;
import io.sluice.pipeline.Aggregation;
import io.sluice.spark.Queries;
import io.sluice.stream.MicroBatch;
import io.sluice.stream.StatefulStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Keeps an aggregation up to date by a stateful stream over the transformed table. Each micro-batch
 * is published as a change, which says where the stream is: the log decides whether a micro-batch
 * is published, and the checkpoint has the state that goes with it.
 */
final class StreamMaterializer implements Materializer {
  private static final Logger log = LogManager.getLogger(StreamMaterializer.class);

  @Override
  public Optional<Obstacle> bringUpToDate(
      AggregationUpdate update, AggregationPublisher publisher) {
    Aggregation aggregation = update.aggregation();
    TransformedArrivals rows = TransformedArrivals.of(update);
    StatefulStream stream =
        new StatefulStream(
            update.spark(),
            update.inputs().context(),
            StreamStaleness.streamOf(aggregation.relation()));
    if (update.whole()) {
      stream.beginAnew();
    } else if (!rows.areWhole(update.state().coveredBy(aggregation.relation()))) {
      return Optional.of(Obstacle.stale("files with rows that it has yet to take in are gone"));
    }
    Consumer<MicroBatch> publication = new StreamPublication(update, rows, publisher)::take;
    try {
      return update
          .inputs()
          .changes()
          .unlessOvertaken(() -> run(update, rows, stream, publication));
    } catch (RuntimeException e) { // Spark throws what Java can't foresee
      Optional<String> broken = BrokenStream.in(e);
      if (broken.isEmpty()) {
        throw e;
      }
      log.warn("{}: its stream can't go on: {}", aggregation.relation(), broken.get(), e);
      return Optional.of(Obstacle.stale("its stream can't go on: " + broken.get()));
    }
  }

  private static Optional<Obstacle> run(
      AggregationUpdate update,
      TransformedArrivals rows,
      StatefulStream stream,
      Consumer<MicroBatch> handler) {
    UnaryOperator<Dataset<Row>> query = arriving -> query(update, arriving);
    OutputMode mode = update.aggregation().streaming().mode().spark();
    Optional<StreamPosition> before = position(update);
    if (!update.whole() && isHalted(before, stream)) {
      stream.settle(rows, query, mode, handler);
    }
    stream.run(rows, update.state().lastData(), query, mode, handler);
    if (isHalted(position(update), stream)) {
      stream.settle(rows, query, mode, handler);
    }
    return Optional.empty();
  }

  /** Says whether a micro-batch without rows is due, and Spark wouldn't begin it by itself. */
  private static boolean isHalted(Optional<StreamPosition> position, StatefulStream stream) {
    return position
        .filter(at -> !at.isSettled())
        .filter(at -> stream.checkpoint().begun().orElse(-1) == at.batch())
        .filter(at -> stream.checkpoint().ended().orElse(-1) == at.batch())
        .isPresent();
  }

  private static Optional<StreamPosition> position(AggregationUpdate update) {
    return update
        .inputs()
        .changes()
        .position()
        .state()
        .aggregated(update.aggregation().relation())
        .flatMap(ConsumerProgress::stream);
  }

  private static Dataset<Row> query(AggregationUpdate update, Dataset<Row> arriving) {
    update.references().forEach((name, rows) -> rows.createOrReplaceTempView(name));
    new StreamInput(update.aggregation().streaming())
        .arriving(arriving)
        .createOrReplaceTempView(update.pipeline().table());
    return Queries.of(update.spark(), update.aggregation().sql());
  }
}

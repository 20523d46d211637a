// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation$;
import org.apache.spark.sql.execution.streaming.Offset;
import org.apache.spark.sql.execution.streaming.Source;
import org.apache.spark.sql.execution.streaming.StreamingExecutionRelation;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Streaming source over rows that arrive: everything that is there makes one micro-batch, so that
 * history is never late just because its files come in another order.
 */
final class ArrivingSource implements Source {
  private final ArrivingRows rows;
  private final ArrivalOffset target;
  private final Optional<ArrivalOffset> ended;
  private ArrivalOffset taken;

  /**
   * @param target where the stream is to end
   * @param begun where the last micro-batch ends that was begun
   * @param isEnded whether that one has ended
   */
  ArrivingSource(
      ArrivingRows rows, ArrivalOffset target, Optional<ArrivalOffset> begun, boolean isEnded) {
    this.rows = rows;
    this.target = target;
    this.ended = begun.filter(offset -> isEnded);
    this.taken = begun.orElse(target); // of a micro-batch without rows nothing is asked
  }

  /** The rows for a streaming query, which may read them more than once. */
  Dataset<Row> stream(SparkSession spark) {
    return Dataset.ofRows(
        spark,
        new StreamingExecutionRelation(
            this, LocalRelation$.MODULE$.apply(rows.schema()).output(), Option.empty(), spark));
  }

  /** The last portion that the micro-batch under way has taken in. */
  synchronized long taken() {
    return taken.change();
  }

  @Override
  public StructType schema() {
    return rows.schema();
  }

  @Override
  public Option<Offset> getOffset() {
    return Option.apply(target);
  }

  @Override
  public synchronized Dataset<Row> getBatch(Option<Offset> start, Offset end) {
    taken = ArrivalOffset.of(end);
    if (ended.isPresent() && ended.get().json().equals(taken.json())) {
      // Spark asks for it before it goes on, and looks at no row; their files may be gone.
      return rows.between(taken.change(), taken.change());
    }
    return start.isEmpty()
        ? rows.upTo(taken.change())
        : rows.between(ArrivalOffset.of(start.get()).change(), taken.change());
  }

  @Override
  public void stop() {
    // Nothing is held.
  }
}

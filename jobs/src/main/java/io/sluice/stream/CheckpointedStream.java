// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A stream that runs with {@code AvailableNow} on a checkpoint of its own, and can move that aside
 * where it can't be used.
 */
public final class CheckpointedStream {
  private final RunContext context;
  private final String name;
  private final Storage storage;
  private final Path checkpoint;

  /**
   * @param context of the run, whose report gets what Spark tells of the stream's micro-batches
   * @param name the stream's and its checkpoint's, such as {@code transform}
   */
  public CheckpointedStream(RunContext context, String name) {
    this.context = context;
    this.name = name;
    this.storage = context.storage();
    this.checkpoint = context.data().checkpoint(name);
  }

  /** The stream failed by itself: before, between or after the handler's calls. */
  public static final class BrokenCheckpoint extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenCheckpoint(Exception cause) {
      super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
    }
  }

  /** Handler of a stream's micro-batches. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @param rows what the query gives
     * @param number the micro-batch's, from 0
     * @param dropped is told how many rows came too late, once that is known
     */
    void take(Dataset<Row> rows, long number, LongConsumer dropped);
  }

  /**
   * Runs the stream until everything that is there now has been handed on.
   *
   * @param rows of a streaming source
   * @param number an aggregate of a micro-batch's rows, such as the greatest of a column
   * @param handler is given that of each micro-batch that has rows; what it throws, this throws
   * @throws BrokenCheckpoint where the stream fails and the handler doesn't
   */
  public void run(Dataset<Row> rows, Column number, LongConsumer handler) {
    Thrown thrown = new Thrown();
    run(
        rows,
        OutputMode.Append(),
        (some, id, dropped) -> {
          Row found = some.agg(number).first();
          if (!found.isNullAt(0)) {
            thrown.by(() -> handler.accept(found.getLong(0)));
          }
        },
        thrown);
  }

  /**
   * Runs a streaming query until everything that is there now has been handed on.
   *
   * @param handler is given each micro-batch; what it throws, this throws
   * @throws BrokenCheckpoint where the stream fails and the handler doesn't
   */
  public void run(Dataset<Row> rows, OutputMode mode, Handler handler) {
    Thrown thrown = new Thrown();
    run(
        rows,
        mode,
        (some, id, dropped) -> thrown.by(() -> handler.take(some, id, dropped)),
        thrown);
  }

  private void run(Dataset<Row> rows, OutputMode mode, Handler handler, Thrown thrown) {
    StreamProgress progress = new StreamProgress(name, context.report());
    VoidFunction2<Dataset<Row>, Long> batch =
        (some, id) -> {
          progress.take(); // of those before this one
          handler.take(some, id, late -> progress.dropped(id, late));
        };
    StreamingQuery query = start(rows, mode, batch);
    progress.of(query);
    try {
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      thrown.again();
      throw new BrokenCheckpoint(e);
    } finally {
      progress.take();
    }
  }

  /** What a handler has thrown, kept as it is: the stream wraps and shortens it. */
  private static final class Thrown {
    private final AtomicReference<Throwable> kept = new AtomicReference<>();

    void by(Runnable work) {
      try {
        work.run();
      } catch (Throwable e) {
        kept.set(e);
        throw e;
      }
    }

    /** Throws it again, if there is anything. */
    void again() {
      if (kept.get() instanceof RuntimeException cause) {
        throw cause;
      } else if (kept.get() instanceof Error cause) {
        throw cause;
      } else if (kept.get() != null) {
        throw new IllegalStateException(kept.get().getMessage(), kept.get());
      }
    }
  }

  private StreamingQuery start(
      Dataset<Row> rows, OutputMode mode, VoidFunction2<Dataset<Row>, Long> batch) {
    try {
      return rows.writeStream()
          .outputMode(mode)
          .foreachBatch(batch)
          .trigger(Trigger.AvailableNow())
          .option("checkpointLocation", storage.qualify(checkpoint).toString())
          .start();
    } catch (Exception e) { // reading the checkpoint's metadata may fail in any way
      if (storage.exists(checkpoint)) {
        throw new BrokenCheckpoint(e);
      }
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * Moves the checkpoint to a place beside its own, and deletes nothing; the next run makes a new
   * one.
   *
   * @return where it is now
   */
  public Path moveAside() {
    String time = Instant.now().toString().replaceAll("[^0-9TZ]", "");
    Path aside = new Path(checkpoint.getParent(), checkpoint.getName() + ".aside-" + time);
    storage.moveFolder(checkpoint, aside);
    return aside;
  }
}

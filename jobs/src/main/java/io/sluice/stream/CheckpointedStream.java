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
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A stream that runs with {@code AvailableNow} on a checkpoint of its own. Whoever uses it can do
 * without that checkpoint, so that one that can't be used is moved aside.
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

  /** Takes a micro-batch. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @param rows of the micro-batch, which are read where they are used
     * @param batch its number in the checkpoint
     */
    void take(Dataset<Row> rows, long batch);
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
    run(
        rows,
        (some, batch) -> {
          Row found = some.agg(number).first();
          if (!found.isNullAt(0)) {
            handler.accept(found.getLong(0));
          }
        });
  }

  /**
   * The same, where every micro-batch is handed on with its rows.
   *
   * @throws BrokenCheckpoint where the stream fails and the handler doesn't
   */
  public void run(Dataset<Row> rows, Handler handler) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    StreamProgress progress = new StreamProgress(name, context.report());
    VoidFunction2<Dataset<Row>, Long> batch =
        (some, id) -> {
          progress.take(); // of those before this one
          try {
            handler.take(some, id);
          } catch (Throwable e) { // kept as it is: the stream wraps and shortens it
            thrown.set(e);
            throw e;
          }
        };
    StreamingQuery query = start(rows, batch);
    progress.of(query);
    try {
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      if (thrown.get() instanceof RuntimeException cause) {
        throw cause;
      } else if (thrown.get() instanceof Error cause) {
        throw cause;
      } else if (thrown.get() != null) {
        throw new IllegalStateException(thrown.get().getMessage(), thrown.get());
      }
      throw new BrokenCheckpoint(e);
    } finally {
      progress.take();
    }
  }

  private StreamingQuery start(Dataset<Row> rows, VoidFunction2<Dataset<Row>, Long> batch) {
    try {
      return rows.writeStream()
          .foreachBatch(batch)
          .trigger(Trigger.AvailableNow())
          .option("checkpointLocation", storage.qualify(checkpoint).toString())
          .start();
    } catch (Exception e) { // whatever comes of reading the checkpoint's metadata
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

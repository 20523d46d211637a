package io.sluice.change;

import io.sluice.storage.Storage;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A checkpointed {@code AvailableNow} stream over a folder of numbered files. It says when there is
 * work, never what: that is read from the change log, so that a lost, reset or foreign checkpoint
 * costs time and never data.
 */
public final class NumberedStream {
  private static final Logger log = LogManager.getLogger(NumberedStream.class);

  private final SparkSession spark;
  private final Storage storage;
  private final NumberedFiles files;
  private final Path checkpoint;

  public NumberedStream(SparkSession spark, Storage storage, NumberedFiles files, Path checkpoint) {
    this.spark = spark;
    this.storage = storage;
    this.files = files;
    this.checkpoint = checkpoint;
  }

  /**
   * Runs the stream until everything that is there now has been handed on. Where work is left after
   * that, the checkpoint disagrees with the log or can't be read: it is moved aside, never deleted,
   * and the stream runs once more.
   *
   * @param filesPerTrigger how many files make a micro-batch
   * @param handler is given the highest number of a micro-batch; it takes all open work up to it
   * @param workLeft whether the log still has open work
   */
  public void drain(int filesPerTrigger, LongConsumer handler, BooleanSupplier workLeft) {
    try {
      run(filesPerTrigger, handler);
    } catch (BrokenCheckpoint e) {
      log.warn("the stream failed by itself: {}", e.getMessage());
    }
    if (workLeft.getAsBoolean()) {
      Path aside = aside();
      log.warn("the checkpoint has left work open; moving it to {} and starting anew", aside);
      storage.moveFolder(checkpoint, aside);
      run(filesPerTrigger, handler);
    }
    if (workLeft.getAsBoolean()) {
      throw new IllegalStateException(
          "the stream over %s ended with work left".formatted(files.folder()));
    }
  }

  /** The stream failed by itself, before or between the handler's calls. */
  private static final class BrokenCheckpoint extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenCheckpoint(StreamingQueryException cause) {
      super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
    }
  }

  private void run(int filesPerTrigger, LongConsumer handler) {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    VoidFunction2<Dataset<Row>, Long> batch =
        (rows, id) -> {
          Row last = rows.agg(functions.max("number")).first();
          if (!last.isNullAt(0)) {
            try {
              handler.accept(last.getLong(0));
            } catch (Throwable e) { // kept as it is: the stream wraps and shortens it
              thrown.set(e);
              throw e;
            }
          }
        };
    try {
      spark
          .readStream()
          .format("text")
          .option("wholetext", "true")
          .option("maxFilesPerTrigger", filesPerTrigger)
          // Files are never too old: the default of a week would pass over a restored backup.
          .option("maxFileAge", "36500d")
          .option("pathGlobFilter", "*.json")
          .load(Storage.literal(storage.qualify(files.folder())))
          .select(
              functions
                  .regexp_extract(functions.col("_metadata.file_name"), "(\\d+)", 1)
                  .cast("bigint")
                  .as("number"))
          .writeStream()
          .foreachBatch(batch)
          .trigger(Trigger.AvailableNow())
          .option("checkpointLocation", storage.qualify(checkpoint).toString())
          .start()
          .awaitTermination();
    } catch (StreamingQueryException e) {
      if (thrown.get() instanceof RuntimeException cause) {
        throw cause;
      } else if (thrown.get() instanceof Error cause) {
        throw cause;
      } else if (thrown.get() != null) {
        throw new IllegalStateException(thrown.get().getMessage(), thrown.get());
      }
      throw new BrokenCheckpoint(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the stream did not start", e);
    }
  }

  private Path aside() {
    String time = Instant.now().toString().replaceAll("[^0-9TZ]", "");
    return new Path(checkpoint.getParent(), checkpoint.getName() + ".aside-" + time);
  }
}

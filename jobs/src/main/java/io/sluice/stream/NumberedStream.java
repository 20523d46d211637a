// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import io.sluice.run.RunContext;
import io.sluice.storage.NumberedFiles;
import io.sluice.storage.Storage;
import io.sluice.stream.CheckpointedStream.BrokenCheckpoint;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

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
  private final CheckpointedStream stream;

  /**
   * @param context of the run, whose report gets what Spark tells of the stream
   * @param name the stream's and its checkpoint's, such as {@code transform}
   */
  public NumberedStream(SparkSession spark, RunContext context, NumberedFiles files, String name) {
    this.spark = spark;
    this.storage = context.storage();
    this.files = files;
    this.stream = new CheckpointedStream(context, name);
  }

  /**
   * Runs the stream until everything that is there now has been handed on. Where work is left after
   * that, the checkpoint disagrees with the log or can't be read: it is moved aside, and the stream
   * runs once more.
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
      log.warn(
          "the checkpoint has left work open; it was moved to {}, and the stream starts anew",
          stream.moveAside());
      run(filesPerTrigger, handler);
    }
    if (workLeft.getAsBoolean()) {
      throw new IllegalStateException(
          "the stream over %s ended with work left".formatted(files.folder()));
    }
  }

  private void run(int filesPerTrigger, LongConsumer handler) {
    Dataset<Row> numbers =
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
                    .as("number"));
    stream.run(numbers, functions.max("number"), handler);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import static org.apache.spark.sql.functions.col;

import io.sluice.spark.InternalRows;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes messages into files: each under a hidden name, in the Spark task that reads its partition,
 * and renamed when all of them are whole.
 *
 * @param schema of the files, which messages have
 * @param landing where they appear
 */
record MessageFiles(SparkSession spark, Storage storage, StructType schema, Path landing) {
  /**
   * Writes the messages of some ranges. One without messages becomes a file without records, so
   * that names leave no gap.
   *
   * @param messages that Spark reads from Kafka, those of a partition in one task; others than
   *     those of the ranges are passed over
   * @param files whose names nothing has
   * @return how many messages were written
   */
  long write(Dataset<Row> messages, List<OffsetRange> files) {
    if (files.isEmpty()) {
      return 0;
    }
    MessageFileWriter writer = writer(files);
    Column[] columns =
        Arrays.stream(schema.fieldNames()).map(name -> col(name)).toArray(Column[]::new);
    List<Row> written =
        InternalRows.mapped(messages.select(columns), MessageFileWriter.WRITTEN, writer)
            .collectAsList();
    Map<OffsetRange, Long> counts = new HashMap<>();
    for (Row row : written) {
      OffsetRange file = writer.range(row.getString(0), row.getInt(1)).orElseThrow();
      if (counts.put(file, row.getLong(2)) != null) {
        throw new IllegalStateException(
            "messages of %s-%d came from several tasks".formatted(file.topic(), file.partition()));
      }
    }
    List<OffsetRange> empty = new ArrayList<>(files);
    empty.removeAll(counts.keySet());
    try {
      for (OffsetRange file : empty) {
        writer.writeEmpty(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.forEach(this::show);
    storage.force(landing);
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private void show(OffsetRange file) {
    Path hidden = new Path(landing, file.hiddenName());
    storage.force(hidden);
    if (!storage.moveIfAbsent(hidden, new Path(landing, file.fileName()))) {
      storage.delete(hidden); // another run was as far
    }
  }

  private MessageFileWriter writer(List<OffsetRange> files) {
    try {
      Job job = Job.getInstance(spark.sessionState().newHadoopConf());
      OutputWriterFactory factory =
          new ParquetFileFormat()
              .prepareWrite(spark, job, scala.collection.immutable.Map$.MODULE$.empty(), schema);
      // Else times are written as Spark 2 wrote them.
      job.getConfiguration().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
      return new MessageFileWriter(
          factory,
          schema,
          new SerializableConfiguration(job.getConfiguration()),
          landing.toString(),
          files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

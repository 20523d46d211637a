// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.format.SourceFormats;
import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.record.EngineColumns;
import io.sluice.record.RecordTyping;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import io.sluice.storage.Storage;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Records that a case gives, refined as those of a file that landed. */
record GivenSource(SparkSession spark, Storage storage, Pipeline pipeline, Refiner refiner) {
  /** Value of {@code _landed_at}. */
  private static final Instant LANDED = Instant.parse("2026-11-20T00:00:00Z");

  /**
   * The records, judged.
   *
   * @param raw as {@link #raw} gives them
   */
  ValidatedRecords refined(Dataset<Row> raw) {
    return refiner.refine(raw, LANDED);
  }

  /** The records as they landed. */
  Dataset<Row> raw(CaseFile file) {
    if (file.format().isOf(pipeline.source().format())) {
      return opened(file);
    }
    StructType texts = GivenRows.texts(List.of(pipeline.source().schema().fieldNames()));
    return raw(
        new GivenRows(file.table(storage), Relations.SOURCE, texts).typed(spark),
        file.path().getName());
  }

  /**
   * The same for records that stand in no file.
   *
   * @param texts the source's columns, each as text
   * @param fileName what {@code _file} is
   */
  Dataset<Row> raw(Dataset<Row> texts, String fileName) {
    RecordTyping typing = SourceFormats.of(pipeline.source()).typing();
    return texts
        .select(typing.raw(field -> col("`" + field.name() + "`")).toArray(Column[]::new))
        .withColumn(EngineColumns.LINE, lit(null).cast("string"))
        .withColumn(EngineColumns.UNFIT, lit(0))
        .withColumn(EngineColumns.FILE, lit(fileName))
        .withColumn(EngineColumns.LANDED_AT, lit(Timestamp.from(LANDED)));
  }

  /** The file's own bytes, read as those of any file. */
  private Dataset<Row> opened(CaseFile file) {
    String name = file.path().getName();
    long size = storage.status(file.path()).orElseThrow().getLen();
    file.requireHeader(size);
    // Read back from its text, a path is spelled as Spark will spell it in each row.
    Path path = new Path(file.path().toString());
    RawBatch raw =
        SourceFormats.reader(spark, storage, pipeline.source())
            .open(Map.of(path, new Delivery(name, size, LANDED)), List.of(), Map.of());
    if (raw.rejected().containsKey(name)) {
      throw CaseTable.wrong(file.name(), "it would not be read: " + raw.rejected().get(name));
    }
    return raw.rows().orElseGet(refiner::noRaw);
  }
}

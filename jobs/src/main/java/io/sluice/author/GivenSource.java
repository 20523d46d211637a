// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;

import io.sluice.format.SourceFormats;
import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.record.EngineColumns;
import io.sluice.record.RecordTyping;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import io.sluice.storage.Storage;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.LinkedHashMap;
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
   * The same, where rules and transformations join references.
   *
   * @param given the references that a case gives
   */
  GivenSource lookingUp(CaseReferences references, Map<String, CaseFile> given) {
    return pipeline.rowReferences().isEmpty()
        ? this
        : new GivenSource(
            spark,
            storage,
            pipeline,
            SourceFormats.refiner(spark, pipeline, references.lookups(given)));
  }

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
    if (isAsLanded(file)) {
      return opened(Map.of(file, file.path().getName()));
    }
    StructType texts = GivenRows.texts(List.of(pipeline.source().schema().fieldNames()));
    return raw(
        new GivenRows(file.table(storage), Relations.SOURCE, texts).typed().relation(spark),
        file.path().getName());
  }

  /**
   * The records of several files as those of batches, which are numbered in the files' order, from
   * 0.
   *
   * @throws Problem INVALID where one of the files would not be read
   */
  Dataset<Row> raw(List<CaseFile> files) {
    Map<CaseFile, String> opened = new LinkedHashMap<>();
    Dataset<Row> all = refiner.noRaw().withColumn(BATCH, lit(0L));
    for (int i = 0; i < files.size(); i++) {
      CaseFile file = files.get(i);
      if (isAsLanded(file)) {
        opened.put(file, i + "/" + file.path().getName());
      } else {
        all = all.unionByName(raw(file).withColumn(BATCH, lit((long) i)));
      }
    }
    Column name = col(EngineColumns.FILE);
    return opened.isEmpty()
        ? all
        : all.unionByName(
            opened(opened)
                .withColumn(BATCH, substring_index(name, "/", 1).cast("long"))
                .withColumn(EngineColumns.FILE, substring_index(name, "/", -1)));
  }

  /**
   * The same for records that are in no file.
   *
   * @param texts the source's columns, each as text
   * @param fileName what {@code _file} is
   */
  Dataset<Row> raw(Dataset<Row> texts, String fileName) {
    RecordTyping typing = SourceFormats.of(pipeline.source()).typing();
    return texts
        .select(typing.raw(field -> named(field.name())).toArray(Column[]::new))
        .withColumn(EngineColumns.LINE, lit(null).cast("string"))
        .withColumn(EngineColumns.UNFIT, lit(0))
        .withColumn(EngineColumns.FILE, lit(fileName))
        .withColumn(EngineColumns.LANDED_AT, lit(Timestamp.from(LANDED)));
  }

  private boolean isAsLanded(CaseFile file) {
    return file.format().isOf(pipeline.source().format());
  }

  /**
   * The files' own bytes, read as those of any file.
   *
   * @param files each with its name in landing/
   */
  private Dataset<Row> opened(Map<CaseFile, String> files) {
    Map<Path, Delivery> deliveries = new LinkedHashMap<>();
    files.forEach(
        (file, name) -> {
          long size = storage.status(file.path()).orElseThrow().getLen();
          file.requireHeader(size);
          // Read back from its text, a path is spelled as Spark will spell it in each row.
          deliveries.put(new Path(file.path().toString()), new Delivery(name, size, LANDED));
        });
    RawBatch raw =
        SourceFormats.reader(spark, storage, pipeline.source())
            .open(deliveries, List.of(), Map.of());
    files.forEach(
        (file, name) -> {
          if (raw.rejected().containsKey(name)) {
            throw CaseTable.wrong(file.name(), "it would not be read: " + raw.rejected().get(name));
          }
        });
    return raw.rows().orElseGet(refiner::noRaw);
  }
}

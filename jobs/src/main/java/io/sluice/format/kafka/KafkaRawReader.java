// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.kafka;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.sluice.format.json.ForeignFields;
import io.sluice.format.parquet.ParquetFormat;
import io.sluice.format.parquet.ParquetLook;
import io.sluice.intake.Delivery;
import io.sluice.intake.FileOrigin;
import io.sluice.intake.OpenableFiles;
import io.sluice.intake.RawBatch;
import io.sluice.intake.RawReader;
import io.sluice.intake.SchemaDrift;
import io.sluice.pipeline.ExtraColumns;
import io.sluice.pipeline.KafkaOptions.ValueFormat;
import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.record.FieldFaults;
import io.sluice.record.HashFilter;
import io.sluice.spark.JavaFunction;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Opens the files of {@code land}: counts their records by their footers, and reads messages. */
final class KafkaRawReader implements RawReader {
  /** More tasks than this only cost scheduling. */
  private static final int MAX_TASKS = 1_000;

  private static final Map<String, String> OPTIONS =
      Map.of("mergeSchema", "false", "parquet.page.verify-checksum.enabled", "true");

  private final SparkSession spark;
  private final Storage storage;
  private final Source source;
  private final RawReader parquet;

  private final SchemaDrift drift = new SchemaDrift();

  KafkaRawReader(SparkSession spark, Storage storage, Source source) {
    this.spark = spark;
    this.storage = storage;
    this.source = source;
    this.parquet = new ParquetFormat(source).reader(spark, storage);
  }

  @Override
  public String unbalanced(long counted, long parsed) {
    return parquet.unbalanced(counted, parsed);
  }

  @Override
  public Optional<String> refusal(Path file, Throwable thrown) {
    return parquet.refusal(file, thrown);
  }

  @Override
  public SchemaDrift drift() {
    return drift;
  }

  @Override
  public RawBatch open(
      Map<Path, Delivery> files, List<String> keyColumns, Map<String, String> rejectedBefore) {
    OpenableFiles openable = OpenableFiles.of(files, rejectedBefore, ParquetLook.FORMAT);
    Map<String, String> rejected = openable.rejected();
    List<Path> paths = openable.paths();
    List<ParquetLook> looks = looks(paths);
    Map<String, RawBatch.RecordCount> counts = new TreeMap<>();
    Map<Path, Delivery> readable = new LinkedHashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      Delivery delivery = files.get(paths.get(i));
      ParquetLook look = looks.get(i);
      if (look.isRejected()) {
        rejected.put(delivery.path(), look.rejection());
        continue;
      }
      counts.put(delivery.path(), new RawBatch.RecordCount(look.records(), 0));
      if (look.records() > 0) {
        readable.put(paths.get(i), delivery);
      }
    }
    reportForeignFields(readable, rejected, counts);
    Optional<Dataset<Row>> rows =
        readable.isEmpty() ? Optional.empty() : Optional.of(rows(readable));
    return new RawBatch(rows, counts, rejected, HashFilter.none());
  }

  private List<ParquetLook> looks(List<Path> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    List<String> names = paths.stream().map(Path::toString).toList();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(names, Math.min(names.size(), MAX_TASKS))
        .map(name -> ParquetLook.at(new Path(name), hadoop.value(), LandedMessages.SCHEMA))
        .collect();
  }

  /** Says which fields of values the schema doesn't have, or rejects the files that have some. */
  private void reportForeignFields(
      Map<Path, Delivery> files,
      Map<String, String> rejected,
      Map<String, RawBatch.RecordCount> counts) {
    if (files.isEmpty() || KafkaFormat.options(source).valueFormat() != ValueFormat.JSON) {
      return;
    }
    Map<String, Path> paths = new LinkedHashMap<>();
    files.forEach((path, delivery) -> paths.put(delivery.path(), path));
    Column origin = FileOrigin.columns(storage, files, col("_metadata.file_path")).get(0);
    new ForeignFields(KafkaFormat.json(source))
        .of(
            messages(files)
                .select(origin, col(LandedMessages.VALUE))
                .toJavaRDD()
                .map(row -> new Tuple2<>(row.getString(0), (byte[]) row.get(1))))
        .forEach(
            (file, names) -> {
              if (source.extraColumns() == ExtraColumns.REJECT) {
                rejected.put(file, ForeignFields.rejection(List.copyOf(names)));
                counts.remove(file);
                files.remove(paths.get(file));
              } else {
                drift.add(files.get(paths.get(file)), List.copyOf(names));
              }
            });
  }

  private Dataset<Row> messages(Map<Path, Delivery> files) {
    return spark
        .read()
        .options(OPTIONS)
        .schema(LandedMessages.SCHEMA)
        .parquet(files.keySet().stream().map(Storage::literal).toArray(String[]::new));
  }

  private Dataset<Row> rows(Map<Path, Delivery> files) {
    MessageText text = new MessageText(source);
    Column message =
        struct(
            Arrays.stream(LandedMessages.SCHEMA.fieldNames())
                .map(name -> col(name))
                .toArray(Column[]::new));
    List<Column> columns = new ArrayList<>();
    List<StructField> raw = new KafkaFormat(source).typing().rawFields();
    columns.add(
        JavaFunction.call(text, "record", DataTypes.StringType, message).as(raw.get(0).name()));
    columns.add(
        JavaFunction.call(text, "tombstone", DataTypes.StringType, message)
            .as(KafkaTyping.TOMBSTONE));
    columns.add(lit(null).cast("string").as(EngineColumns.LINE));
    columns.add(lit(FieldFaults.FIT).as(EngineColumns.UNFIT));
    columns.addAll(FileOrigin.columns(storage, files, col("_metadata.file_path")));
    return messages(files).select(columns.toArray(Column[]::new));
  }
}

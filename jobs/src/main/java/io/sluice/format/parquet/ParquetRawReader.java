// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.intake.Delivery;
import io.sluice.intake.OpenableFiles;
import io.sluice.intake.RawBatch;
import io.sluice.intake.RawReader;
import io.sluice.intake.SchemaDrift;
import io.sluice.pipeline.Source;
import io.sluice.record.DuplicateHashes;
import io.sluice.record.HashFilter;
import io.sluice.storage.Storage;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Opens Parquet files by their footers; those whose columns are of the same types together. */
record ParquetRawReader(
    SparkSession spark, Storage storage, Source source, ParquetTyping typing, SchemaDrift drift)
    implements RawReader {
  /** More tasks than this only cost scheduling. */
  private static final int MAX_TASKS = 1_000;

  @Override
  public String unbalanced(long counted, long parsed) {
    return "unbalanced: its footer speaks of %d records, but %d came of it; write it anew, and land it again"
        .formatted(counted, parsed);
  }

  @Override
  public Optional<String> refusal(Path file, Throwable thrown) {
    return new OwnDamage(file, storage).reason(thrown);
  }

  @Override
  public RawBatch open(
      Map<Path, Delivery> files, List<String> keyColumns, Map<String, String> rejectedBefore) {
    OpenableFiles openable = OpenableFiles.of(files, rejectedBefore, ParquetInspector.FORMAT);
    Map<String, String> rejected = openable.rejected();
    List<Path> paths = openable.paths();
    List<ParquetInspector.Inspected> inspected = inspect(paths);
    Map<String, RawBatch.RecordCount> counts = new TreeMap<>();
    Map<Path, FileSchema> readable = new LinkedHashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      Delivery delivery = files.get(paths.get(i));
      ParquetInspector.Inspected file = inspected.get(i);
      if (file.isRejected()) {
        rejected.put(delivery.path(), file.rejection());
        continue;
      }
      counts.put(delivery.path(), new RawBatch.RecordCount(file.records(), 0));
      if (file.columns() != null) {
        readable.put(paths.get(i), file.columns());
        drift.add(delivery, file.columns().extra());
      }
    }
    List<ParquetGroup> groups = ParquetGroup.of(files, readable);
    ParquetGroupReader reader = new ParquetGroupReader(spark, storage, source);
    Optional<Dataset<Row>> rows = groups.stream().map(reader::read).reduce(Dataset::union);
    return new RawBatch(rows, counts, rejected, repeatedKeys(groups, keyColumns, counts));
  }

  /** Inspects files in Spark's tasks, a file at a time, with all cores at work. */
  private List<ParquetInspector.Inspected> inspect(List<Path> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    ParquetInspector inspector = new ParquetInspector(source);
    List<String> names = paths.stream().map(Path::toString).toList();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(names, Math.min(names.size(), MAX_TASKS))
        .map(name -> inspector.inspect(new Path(name), hadoop.value()))
        .collect();
  }

  /**
   * Hints at keys that occur in the files more than once, for which only their columns are read.
   */
  private HashFilter repeatedKeys(
      List<ParquetGroup> groups,
      List<String> keyColumns,
      Map<String, RawBatch.RecordCount> counts) {
    if (groups.isEmpty() || keyColumns.isEmpty()) {
      return HashFilter.none();
    }
    ParquetGroupReader reader = new ParquetGroupReader(spark, storage, source);
    KeyHashes hashes = new KeyHashes(typing.fields(), fields(keyColumns));
    JavaRDD<long[]> all =
        groups.stream()
            .map(group -> reader.read(group, new HashSet<>(keyColumns)))
            .map(rows -> rows.queryExecution().toRdd().toJavaRDD().mapPartitions(hashes))
            .reduce(JavaRDD::union)
            .orElseThrow();
    long records = counts.values().stream().mapToLong(RawBatch.RecordCount::records).sum();
    return DuplicateHashes.among(all, records);
  }

  private int[] fields(List<String> names) {
    return names.stream().mapToInt(source.schema()::fieldIndex).toArray();
  }
}

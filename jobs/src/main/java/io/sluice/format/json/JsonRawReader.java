// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import io.sluice.intake.Delivery;
import io.sluice.intake.OpenableFiles;
import io.sluice.intake.RawBatch;
import io.sluice.intake.RawReader;
import io.sluice.intake.SchemaDrift;
import io.sluice.pipeline.Source;
import io.sluice.record.DuplicateHashes;
import io.sluice.record.HashFilter;
import io.sluice.storage.Storage;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.SniffingCodec;
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
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Opens JSON files: looks through each, and reads those together that can be. */
record JsonRawReader(SparkSession spark, Storage storage, Source source, SchemaDrift drift)
    implements RawReader {
  /** Enough for cores to be done at about the same time; more only cost scheduling. */
  private static final int TASKS_PER_CORE = 8;

  private static final int FILES_PER_TASK = 100;

  private static final String UNNAMED =
      "bad_name: a compressed file needs a longer name; rename it, and land it again";

  @Override
  public String unbalanced(long counted, long parsed) {
    return Rejection.unbalanced(counted, parsed);
  }

  @Override
  public Optional<String> refusal(Path file, Throwable thrown) {
    return new LandedFile(file, storage.hadoop())
        .refusal(thrown)
        .map(refusal -> refusal.reason(JsonInspector.FORMAT));
  }

  @Override
  public RawBatch open(
      Map<Path, Delivery> files, List<String> keyColumns, Map<String, String> rejectedBefore) {
    return open(new JsonInspector(source, keyColumns), files, keyColumns, rejectedBefore);
  }

  @Override
  public RawBatch openHead(Path path, Delivery file) {
    return open(
        new JsonInspector(source, List.of(), HEAD), Map.of(path, file), List.of(), Map.of());
  }

  private RawBatch open(
      JsonInspector inspector,
      Map<Path, Delivery> files,
      List<String> keyColumns,
      Map<String, String> rejectedBefore) {
    OpenableFiles openable = OpenableFiles.of(files, rejectedBefore, JsonInspector.FORMAT);
    Map<String, String> rejected = openable.rejected();
    List<Path> paths = openable.paths();
    JavaRDD<Tuple2<JsonInspector.Inspected, long[]>> looks = looks(inspector, paths);
    List<JsonInspector.Inspected> inspected = looks.map(Tuple2::_1).collect();
    Map<String, RawBatch.RecordCount> counts = new TreeMap<>();
    Map<String, Map<Path, Delivery>> byEnding = new LinkedHashMap<>();
    SniffingCodec.Endings endings = new SniffingCodec.Endings(storage.hadoop());
    for (int i = 0; i < paths.size(); i++) {
      Path path = paths.get(i);
      Delivery delivery = files.get(path);
      JsonInspector.Inspected file = inspected.get(i);
      Optional<String> ending = endings.of(path, file.isPacked());
      if (file.isRejected() || ending.isEmpty()) {
        rejected.put(delivery.path(), file.isRejected() ? file.rejection() : UNNAMED);
        continue;
      }
      drift.add(delivery, file.unknown());
      if (file.isWhole()) {
        counts.put(delivery.path(), new RawBatch.RecordCount(file.records(), file.blankLines()));
      }
      if (file.records() > 0) {
        byEnding.computeIfAbsent(ending.get(), key -> new LinkedHashMap<>()).put(path, delivery);
      }
    }
    HashFilter repeated =
        keyColumns.isEmpty() || counts.isEmpty()
            ? HashFilter.none()
            : DuplicateHashes.among(looks.map(Tuple2::_2), records(counts));
    looks.unpersist();
    return new RawBatch(rows(byEnding), counts, rejected, repeated);
  }

  private static long records(Map<String, RawBatch.RecordCount> counts) {
    return counts.values().stream().mapToLong(RawBatch.RecordCount::records).sum();
  }

  private Optional<Dataset<Row>> rows(Map<String, Map<Path, Delivery>> byEnding) {
    if (JsonFormat.options(source).multiLine()) {
      Map<Path, Delivery> all = new LinkedHashMap<>();
      byEnding.values().forEach(all::putAll);
      return all.isEmpty()
          ? Optional.empty()
          : Optional.of(new JsonDocuments(spark, storage, source).read(all));
    }
    return byEnding.entrySet().stream()
        .map(group -> JsonLines.read(spark, storage, group.getValue(), group.getKey()))
        .reduce(Dataset::union);
  }

  /**
   * Looks through files in Spark's tasks, once for all that is to be known of them: what was found,
   * in the files' order, and the hashes of their keys, which stay with the tasks.
   */
  private JavaRDD<Tuple2<JsonInspector.Inspected, long[]>> looks(
      JsonInspector inspector, List<Path> paths) {
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    List<String> names = paths.stream().map(Path::toString).toList();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int most =
        Math.max(TASKS_PER_CORE * context.defaultParallelism(), names.size() / FILES_PER_TASK);
    return context
        .parallelize(names, Math.max(1, Math.min(names.size(), most)))
        .map(name -> inspector.inspect(new Path(name), hadoop.value()))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }
}

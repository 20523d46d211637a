// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.intake.Delivery;
import io.sluice.intake.OpenableFiles;
import io.sluice.intake.RawBatch;
import io.sluice.intake.RawReader;
import io.sluice.intake.SchemaDrift;
import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.Source;
import io.sluice.record.DuplicateHashes;
import io.sluice.record.HashFilter;
import io.sluice.storage.Storage;
import io.sluice.unpack.LandedFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Opens CSV files, each by its own header; those of the same kind are read together, those with
 * something odd apart from the others.
 */
record CsvRawReader(SparkSession spark, Storage storage, Source source, SchemaDrift drift)
    implements RawReader {
  /** More tasks than this only cost scheduling. */
  private static final int MAX_TASKS = 1_000;

  @Override
  public String unbalanced(long counted, long parsed) {
    return Rejection.unbalanced(counted, parsed);
  }

  @Override
  public Optional<String> refusal(Path file, Throwable thrown) {
    return new LandedFile(file, storage.hadoop())
        .refusal(thrown)
        .map(refusal -> refusal.reason(CsvInspector.FORMAT));
  }

  @Override
  public RawBatch open(
      Map<Path, Delivery> files, List<String> keyColumns, Map<String, String> rejectedBefore) {
    return open(new CsvInspector(source), files, keyColumns, rejectedBefore);
  }

  @Override
  public RawBatch openHead(Path path, Delivery file) {
    return open(new CsvInspector(source, HEAD), Map.of(path, file), List.of(), Map.of());
  }

  private RawBatch open(
      CsvInspector inspector,
      Map<Path, Delivery> files,
      List<String> keyColumns,
      Map<String, String> rejectedBefore) {
    CsvReadPlan plan = new CsvReadPlan(source, storage.hadoop());
    OpenableFiles openable = OpenableFiles.of(files, rejectedBefore, CsvInspector.FORMAT);
    plan.rejected().putAll(openable.rejected());
    List<Path> paths = openable.paths();
    List<CsvInspector.Inspected> inspected = inspect(inspector, paths);
    for (int i = 0; i < paths.size(); i++) {
      plan.add(paths.get(i), files.get(paths.get(i)), inspected.get(i));
    }
    CsvGroupReader reader = new CsvGroupReader(spark, storage, source);
    Optional<Dataset<Row>> rows = plan.groups().stream().map(reader::read).reduce(Dataset::union);
    plan.files().values().forEach(file -> drift.add(file.delivery(), file.header().extra()));
    HashFilter repeated = repeatedKeys(plan, keyColumns);
    return new RawBatch(rows, plan.counts(), plan.rejected(), repeated);
  }

  /** Inspects files in Spark's tasks, a file at a time, with all cores at work. */
  private List<CsvInspector.Inspected> inspect(CsvInspector inspector, List<Path> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    List<String> names = paths.stream().map(Path::toString).toList();
    return distributed(names)
        .map(name -> inspector.inspect(new Path(name), hadoop.value()))
        .collect();
  }

  private <T> JavaRDD<T> distributed(List<T> files) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(files, Math.min(files.size(), MAX_TASKS));
  }

  /**
   * Hints at keys that occur in the files more than once, found from their bytes at little cost.
   * There is none where line breaks within quotes would have to be told from others.
   */
  private HashFilter repeatedKeys(CsvReadPlan plan, List<String> keyColumns) {
    List<Tuple2<String, int[]>> files = new ArrayList<>();
    plan.files()
        .forEach(
            (path, file) -> {
              List<String> columns = file.header().columns();
              int[] places = keyColumns.stream().mapToInt(columns::indexOf).toArray();
              if (Arrays.stream(places).allMatch(place -> place >= 0)) {
                files.add(new Tuple2<>(path.toString(), places));
              }
            });
    CsvOptions options = CsvFormat.options(source);
    if (files.isEmpty() || keyColumns.isEmpty() || options.multiLine()) {
      return HashFilter.none();
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    CsvKeyScanner scan = new CsvKeyScanner(options);
    JavaRDD<long[]> hashes =
        distributed(files)
            .flatMap(file -> scan.hashes(new Path(file._1()), hadoop.value(), file._2()));
    long records = plan.counts().values().stream().mapToLong(RawBatch.RecordCount::records).sum();
    return DuplicateHashes.among(hashes, records);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.intake.Delivery;
import io.sluice.intake.RawBatch;
import io.sluice.intake.SchemaDrift;
import io.sluice.pipeline.Source;
import io.sluice.record.DuplicateHashes;
import io.sluice.record.HashFilter;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
public final class CsvFormat {
  /** More tasks than this only cost scheduling. */
  private static final int MAX_PEEK_TASKS = 1_000;

  private final SparkSession spark;
  private final Storage storage;
  private final Source source;
  private final SchemaDrift drift = new SchemaDrift();

  public CsvFormat(SparkSession spark, Storage storage, Source source) {
    this.spark = spark;
    this.storage = storage;
    this.source = source;
  }

  /** Why a file is rejected whose bytes hold another number of records than the parser gives. */
  public static String unbalanced(long counted, long parsed) {
    return Rejection.unbalanced(counted, parsed);
  }

  /** The further columns of all files that were opened. */
  public SchemaDrift drift() {
    return drift;
  }

  /**
   * @param files what to open, by where it lies
   * @param keyColumns the columns that make a record's key, empty where they can't be told
   * @param rejectedBefore why a file is rejected without being opened, by its path inside the
   *     landing folder
   */
  public RawBatch open(
      Map<Path, Delivery> files, List<String> keyColumns, Map<String, String> rejectedBefore) {
    CsvReadPlan opening = new CsvReadPlan(source);
    Map<Path, Delivery> opened = new LinkedHashMap<>();
    files.forEach(
        (path, delivery) -> {
          String reason = rejectedBefore.get(delivery.path());
          if (reason == null) {
            opened.put(path, delivery);
          } else {
            opening.reject(delivery, reason);
          }
        });
    List<Path> paths = List.copyOf(opened.keySet());
    List<CsvInspector.Seen> seen = peek(paths);
    for (int i = 0; i < paths.size(); i++) {
      opening.add(paths.get(i), opened.get(paths.get(i)), seen.get(i));
    }
    CsvReader reader = new CsvReader(spark, storage, source);
    Optional<Dataset<Row>> rows = Optional.empty();
    for (CsvGroup group : opening.groups()) {
      Dataset<Row> more = reader.read(group);
      rows = Optional.of(rows.map(before -> before.union(more)).orElse(more));
    }
    opening.files().forEach(file -> drift.add(file.delivery(), file.header().extra()));
    HashFilter repeated = repeatedKeys(opening, keyColumns);
    return new RawBatch(rows, opening.counts(), opening.rejected(), repeated);
  }

  /** In Spark's tasks, a file at a time, with all cores at work. */
  private List<CsvInspector.Seen> peek(List<Path> paths) {
    if (paths.isEmpty()) {
      return List.of();
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    CsvInspector peek = new CsvInspector(source);
    List<String> names = paths.stream().map(Path::toString).toList();
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(names, Math.min(names.size(), MAX_PEEK_TASKS))
        .map(name -> peek.at(new Path(name), hadoop.value()))
        .collect();
  }

  /**
   * Which keys seem to stand in the files more than once, found from their bytes: a hint that costs
   * little. There is none where line breaks within quotes would have to be told from others.
   */
  private HashFilter repeatedKeys(CsvReadPlan opening, List<String> keyColumns) {
    List<Tuple2<String, int[]>> files = new ArrayList<>();
    for (CsvGroup group : opening.groups()) {
      group
          .files()
          .forEach(
              (path, file) -> {
                List<String> columns = file.header().columns();
                int[] places = keyColumns.stream().mapToInt(columns::indexOf).toArray();
                if (Arrays.stream(places).allMatch(place -> place >= 0)) {
                  files.add(new Tuple2<>(path.toString(), places));
                }
              });
    }
    if (files.isEmpty() || keyColumns.isEmpty() || source.options().multiLine()) {
      return HashFilter.none();
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    CsvKeyScanner scan = new CsvKeyScanner(source.options());
    JavaRDD<long[]> hashes =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, Math.min(files.size(), MAX_PEEK_TASKS))
            .flatMap(file -> scan.hashes(new Path(file._1()), hadoop.value(), file._2()));
    long records =
        opening.counts().values().stream().mapToLong(RawBatch.RecordCount::records).sum();
    return DuplicateHashes.among(hashes, records);
  }
}

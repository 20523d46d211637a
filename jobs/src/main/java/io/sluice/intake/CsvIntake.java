package io.sluice.intake;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.Source;
import io.sluice.refine.Columns;
import io.sluice.refine.JavaFunction;
import io.sluice.refine.Repeated;
import io.sluice.refine.Suspects;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Opens CSV files, each by its own header; files with the same header are read together. */
public final class CsvIntake {
  /** More tasks than this only cost scheduling. */
  private static final int MAX_PEEK_TASKS = 1_000;

  private final SparkSession spark;
  private final Storage storage;
  private final Source source;

  public CsvIntake(SparkSession spark, Storage storage, Source source) {
    this.spark = spark;
    this.storage = storage;
    this.source = source;
  }

  /**
   * @param files what to open, by where it lies
   * @param keyColumns the columns that make a record's key, empty where they can't be told
   */
  public RawBatch open(Map<Path, Delivery> files, List<String> keyColumns) {
    Map<CsvHeader, Map<Path, Delivery>> byHeader = new LinkedHashMap<>();
    Map<String, RawBatch.RecordCount> counts = new TreeMap<>();
    Map<String, String> rejected = new TreeMap<>();
    Map<String, List<String>> drift = new TreeMap<>();
    Map<Path, FilePeek.Seen> seen = peek(List.copyOf(files.keySet()));
    files.forEach(
        (path, delivery) -> {
          FilePeek.Seen peek = seen.get(path);
          String rejection = peek.rejection();
          boolean holdsNothing = peek.firstLine().isEmpty() && peek.count().records() == 0;
          if (rejection.isEmpty() && !holdsNothing) {
            try {
              CsvHeader header = CsvHeader.parse(peek.firstLine(), source);
              byHeader.computeIfAbsent(header, key -> new LinkedHashMap<>()).put(path, delivery);
              if (!header.extra().isEmpty()) {
                drift.put(delivery.path(), header.extra());
              }
            } catch (CsvHeader.Mismatch e) {
              rejection = e.getMessage();
            }
          }
          if (rejection.isEmpty()) {
            counts.put(
                delivery.path(),
                new RawBatch.RecordCount(peek.count().records(), peek.count().blankLines()));
          } else {
            rejected.put(delivery.path(), rejection);
          }
        });
    Optional<Dataset<Row>> rows =
        byHeader.entrySet().stream()
            .map(group -> read(group.getKey(), group.getValue()))
            .reduce(Dataset::union);
    long records = counts.values().stream().mapToLong(RawBatch.RecordCount::records).sum();
    Suspects suspects = repeatedKeys(byHeader, keyColumns, records);
    return new RawBatch(rows, counts, rejected, drift, suspects);
  }

  /** In Spark's tasks, a file at a time, with all cores at work. */
  private Map<Path, FilePeek.Seen> peek(List<Path> paths) {
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    FilePeek peek = new FilePeek(source.options());
    List<String> names = paths.stream().map(Path::toString).toList();
    List<FilePeek.Seen> seen =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(names, Math.min(names.size(), MAX_PEEK_TASKS))
            .map(name -> peek.at(new Path(name), hadoop.value()))
            .collect();
    Map<Path, FilePeek.Seen> byPath = new HashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      byPath.put(paths.get(i), seen.get(i));
    }
    return byPath;
  }

  private Dataset<Row> read(CsvHeader header, Map<Path, Delivery> files) {
    StructType byPosition = new StructType();
    Map<String, Column> byName = new HashMap<>();
    for (String name : header.columns()) {
      String position = "_c" + byPosition.size();
      byPosition = byPosition.add(position, DataTypes.StringType);
      byName.put(name, col(position));
    }
    byPosition = byPosition.add(Columns.LINE, DataTypes.StringType);
    Dataset<Row> rows =
        reader(source.options())
            .schema(byPosition)
            .csv(files.keySet().stream().map(Storage::literal).toArray(String[]::new));
    List<Column> columns = new ArrayList<>();
    for (StructField field : source.schema().fields()) {
      Column text = byName.getOrDefault(field.name(), lit(null).cast("string"));
      columns.add(text.as(field.name()));
    }
    columns.add(col(Columns.LINE));
    FileOrigin origin = origin(files);
    Column path = col("_metadata.file_path");
    columns.add(JavaFunction.call(origin, "file", DataTypes.StringType, path).as(Columns.FILE));
    columns.add(
        JavaFunction.call(origin, "landedAt", DataTypes.TimestampType, path).as(Columns.LANDED_AT));
    return rows.select(columns.toArray(Column[]::new));
  }

  /**
   * Which keys seem to stand in the files more than once, found from their bytes; a hint that costs
   * little. There is none where line breaks within quotes would have to be told from others.
   *
   * @param columns the key's columns
   */
  private Suspects repeatedKeys(
      Map<CsvHeader, Map<Path, Delivery>> byHeader, List<String> columns, long records) {
    List<Tuple2<String, int[]>> files = new ArrayList<>();
    byHeader.forEach(
        (header, group) -> {
          int[] places = columns.stream().mapToInt(header.columns()::indexOf).toArray();
          if (Arrays.stream(places).allMatch(place -> place >= 0)) {
            group.keySet().forEach(path -> files.add(new Tuple2<>(path.toString(), places)));
          }
        });
    if (files.isEmpty() || columns.isEmpty() || source.options().multiLine()) {
      return Suspects.none();
    }
    SerializableConfiguration hadoop = new SerializableConfiguration(storage.hadoop());
    KeyScan scan = new KeyScan(source.options());
    JavaRDD<long[]> hashes =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(files, Math.min(files.size(), MAX_PEEK_TASKS))
            .flatMap(
                file ->
                    scan.hashes(FirstLine.open(hadoop.value(), new Path(file._1())), file._2()));
    return Repeated.among(hashes, records);
  }

  /** Every option that decides what a record is stands here; Spark's defaults are not RFC 4180. */
  private DataFrameReader reader(CsvOptions options) {
    return spark
        .read()
        .option("header", "true")
        .option("sep", String.valueOf(options.delimiter()))
        .option("quote", String.valueOf(options.quote()))
        .option("escape", String.valueOf(options.escape()))
        .option("encoding", options.encoding().name())
        .option("nullValue", options.nullValue())
        .option("multiLine", options.multiLine())
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", Columns.LINE);
  }

  private FileOrigin origin(Map<Path, Delivery> files) {
    Map<String, Delivery> byReportedPath = new HashMap<>();
    files.forEach((path, delivery) -> byReportedPath.put(reported(path), delivery));
    return new FileOrigin(byReportedPath);
  }

  /** The reader is given text, and a path read back from text may be spelled otherwise. */
  private String reported(Path path) {
    return SparkPath.fromPath(storage.qualify(new Path(path.toString()))).urlEncoded();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import java.net.URI;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.VersionChecksum;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;

/** Versions of one table: their rows, and the files that make the newest. */
record TableVersions(SparkSession spark, Path path) {
  private static final String DATA_FILE = "_data_file";

  /** The rows as they were at a version. */
  Dataset<Row> read(long version) {
    Snapshot newest = snapshot();
    Optional<StagedFiles> files = newest.version() == version ? listed(newest) : Optional.empty();
    if (files.isPresent()) {
      return spark.baseRelationToDataFrame(relation(newest, files.get()));
    }
    return spark.read().format("delta").option("versionAsOf", version).load(path.toString());
  }

  /**
   * Rows of files as a micro-batch of a stream has them, with the newest version's columns. Nothing
   * is read before Spark does so.
   */
  Dataset<Row> arriving(StagedFiles files) {
    return Dataset.ofRows(
        spark,
        LogicalRelation$.MODULE$.apply(relation(snapshot(), files), true /* is streaming */));
  }

  private HadoopFsRelation relation(Snapshot columns, StagedFiles files) {
    return columns
        .deltaLog()
        .buildHadoopFsRelationWithFileIndex(
            columns,
            new SnapshotFileIndex(spark, columns, files.files()),
            Option.empty() /* no buckets */,
            false /* all columns */);
  }

  /** The files that made a version. */
  StagedFiles files(long version) {
    Snapshot newest = snapshot();
    return newest.version() == version
        ? files()
        : new StagedFiles(
            newest
                .deltaLog()
                .getSnapshotAt(version, Option.empty(), Option.empty())
                .allFiles()
                .collectAsList());
  }

  /**
   * Files of the newest version that hold some rows.
   *
   * @param keys what these rows have in the columns of the same names
   */
  StagedFiles holding(Dataset<Row> keys) {
    StagedFiles current = files();
    Dataset<Row> rows =
        spark
            .read()
            .format("delta")
            .load(path.toString())
            .withColumn(DATA_FILE, functions.col("_metadata.file_name"))
            .join(keys, keys.columns(), "left_semi");
    Set<String> names =
        new HashSet<>(rows.select(DATA_FILE).distinct().as(Encoders.STRING()).collectAsList());
    return current.matching(file -> names.contains(new Path(URI.create(file.path())).getName()));
  }

  /** The files that make the newest version; none where there is no table. */
  StagedFiles files() {
    Snapshot newest = snapshot();
    return listed(newest).orElseGet(() -> new StagedFiles(newest.allFiles().collectAsList()));
  }

  /**
   * The oldest of these files, where Delta has noted them: without that it takes seconds to find.
   */
  Optional<AddFile> oldest() {
    return listed(snapshot()).stream()
        .flatMap(noted -> noted.files().stream())
        .min(Comparator.comparing(AddFile::modificationTime));
  }

  /** The newest version's columns. */
  StructType columns() {
    return snapshot().schema();
  }

  /** Latest snapshot; avoids a second update of a log that has just been opened. */
  private Snapshot snapshot() {
    // One that was found in this very millisecond may have been found before this call.
    Object since = System.currentTimeMillis() + 1;
    return DeltaLog.forTable(spark, path).update(false, Option.apply(since), Option.empty());
  }

  /**
   * The files of a table that has a few thousand at most: Delta notes them beside each commit.
   * Without that, to list them takes Spark jobs over the table's log, 3 s for a long one in a new
   * process.
   */
  private static Optional<StagedFiles> listed(Snapshot snapshot) {
    Option<VersionChecksum> checksum = snapshot.checksumOpt();
    return checksum.isEmpty() || checksum.get().allFiles().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StagedFiles(JavaConverters.seqAsJavaList(checksum.get().allFiles().get())));
  }
}

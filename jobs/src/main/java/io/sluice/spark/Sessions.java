// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import io.sluice.problem.Problem;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Opens the one Spark session of a job. Master, memory and cluster come from spark-submit; what
 * results depend on is fixed here, over anything configured outside.
 */
public final class Sessions {
  /** Settings that the content of tables depends on. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension"),
          Map.entry(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"),
          Map.entry("spark.sql.session.timeZone", "UTC"),
          Map.entry("spark.sql.ansi.enabled", "false"),
          Map.entry("spark.sql.caseSensitive", "false"),
          Map.entry("spark.sql.legacy.timeParserPolicy", "CORRECTED"),
          Map.entry("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED"),
          Map.entry("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED"),
          // With pruning, which columns a query reads decides which lines count as malformed.
          Map.entry("spark.sql.csv.parser.columnPruning.enabled", "false"),
          Map.entry("spark.sql.files.ignoreMissingFiles", "false"),
          Map.entry("spark.sql.files.ignoreCorruptFiles", "false"));

  /** Defaults for short jobs on small clusters; what is configured outside wins. */
  private static final Map<String, String> PREFERRED =
      Map.of(
          "spark.ui.enabled", "false",
          // Delta notes a table's files beside each commit, about 250 bytes for one, while they are
          // no more than that. Without the note a run works them out from the log: 3 s.
          "spark.databricks.delta.allFilesInCrc.thresholdNumFiles", "5000",
          // A task writes a few dates side by side instead of sorting all its rows by date first.
          "spark.sql.maxConcurrentOutputFileWriters", "32",
          "spark.databricks.delta.snapshotPartitions", "2",
          // Else, where the machine's time zone is not UTC, Delta reads the whole log at each
          // commit, in case it holds a timestamp from before 1883. None does.
          "spark.databricks.delta.allFilesInCrc.verificationMode.forceOnNonUTC.enabled", "false",
          "spark.sql.streaming.metricsEnabled", "false",
          "spark.sql.sources.parallelPartitionDiscovery.parallelism", "8");

  private Sessions() {}

  /** The session of this process, made on first use. */
  public static SparkSession open(String jobName) {
    Option<SparkSession> opened = SparkSession.getDefaultSession();
    return opened.isDefined() ? opened.get() : create(jobName);
  }

  private static SparkSession create(String jobName) {
    SparkSession.Builder builder = SparkSession.builder().appName("sluice " + jobName);
    SparkConf outside = new SparkConf();
    PREFERRED.forEach(
        (key, value) -> {
          if (!outside.contains(key)) {
            builder.config(key, value);
          }
        });
    FIXED.forEach(builder::config);
    SparkSession spark = started(builder, outside);
    if (!outside.contains("spark.sql.shuffle.partitions")) {
      int cores = spark.sparkContext().defaultParallelism();
      spark.conf().set("spark.sql.shuffle.partitions", Math.max(2, 2 * cores));
    }
    return spark;
  }

  private static SparkSession started(SparkSession.Builder builder, SparkConf outside) {
    try {
      return builder.getOrCreate();
    } catch (Exception e) { // Spark throws SparkException without declaring it to Java
      Optional<Problem> wrong = WrongSetting.among(outside, e);
      if (wrong.isPresent()) {
        throw wrong.get().causedBy(e);
      }
      throw e;
    }
  }
}

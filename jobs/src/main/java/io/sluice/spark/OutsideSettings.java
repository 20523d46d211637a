// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * What {@code spark-defaults.conf}, {@code --conf} and system properties say of Spark. Settings of
 * Spark SQL and Delta count only where they can't change what a table holds or what a query means:
 * the same files and the same SQL give the same tables on every machine. Spark has hundreds of
 * them, and more with each release, so that those which may come from outside are listed, not the
 * others.
 */
final class OutsideSettings {
  private static final Logger log = LogManager.getLogger(OutsideSettings.class);

  /** Settings that are judged; the others say where and with what means Spark works. */
  private static final Pattern JUDGED =
      anyOf(
          List.of(
              "spark\\.sql\\..+",
              "spark\\.databricks\\..+",
              "spark\\.files\\.ignore.+",
              // They are about the classes of another application.
              "spark\\.kryo\\..+",
              // Longer lines than these allow would be passed over, or cut.
              "spark\\.hadoop\\.(mapreduce\\.input|mapred|textinputformat)\\..+"));

  /** Settings that change how fast a query is, who watches it, or where its files are. */
  private static final Pattern HARMLESS =
      anyOf(
          List.of(
              "spark\\.sql\\.adaptive\\.(?!optimizer).+",
              "spark\\.sql\\.autoBroadcastJoinThreshold",
              "spark\\.sql\\.broadcast.+",
              "spark\\.sql\\.(cartesianProduct|sortMergeJoin|window)Exec\\.buffer\\..+",
              "spark\\.sql\\.codegen\\..+",
              "spark\\.sql\\.debug\\..+",
              "spark\\.sql\\.files\\.(m(ax|in)PartitionNum|maxPartitionBytes|openCostInBytes)",
              "spark\\.sql\\.inMemoryColumnarStorage\\..+",
              "spark\\.sql\\.join\\..+",
              "spark\\.sql\\.max(ConcurrentOutputFileWriters|(Metadata|Plan)StringLength)",
              "spark\\.sql\\.objectHashAggregate\\..+",
              "spark\\.sql\\.optimizer\\.(dynamicPartitionPruning|runtime).+",
              "spark\\.sql\\.parquet\\.(columnarReaderBatchSize|compression\\.codec)",
              "spark\\.sql\\.parquet\\.enableVectorizedReader",
              "spark\\.sql\\.queryExecutionListeners",
              "spark\\.sql\\.redaction\\..+",
              "spark\\.sql\\.shuffle\\.partitions",
              "spark\\.sql\\.sources\\.parallelPartitionDiscovery\\..+",
              "spark\\.sql\\.streaming\\.(checkpointFileManagerClass|metricsEnabled)",
              "spark\\.sql\\.streaming\\.(streamingQueryListeners|ui\\..+)",
              "spark\\.sql\\.ui\\..+",
              "spark\\.sql\\.warehouse\\.dir",
              "spark\\.databricks\\.delta\\.(allFilesInCrc\\..+|snapshotPartitions)"));

  private OutsideSettings() {}

  /**
   * Takes out what tables could depend on, and names it in the log.
   *
   * @param conf as it was given from outside
   * @param fixed settings that are the same on every machine, regardless of its environment
   */
  static void overrule(SparkConf conf, Map<String, String> fixed) {
    TreeSet<String> overruled = new TreeSet<>();
    for (Tuple2<String, String> setting : conf.getAll()) {
      String key = setting._1();
      if (fixed.containsKey(key) ? !fixed.get(key).equals(setting._2()) : hasMeaning(key)) {
        overruled.add(key);
      }
    }
    overruled.forEach(conf::remove);
    if (!overruled.isEmpty()) {
      log.warn(
          "These settings of Spark are overruled, as results could depend on them: {}; take them out"
              + " of spark-defaults.conf or --conf to be rid of this line",
          String.join(", ", overruled));
    }
  }

  private static boolean hasMeaning(String key) {
    return JUDGED.matcher(key).matches() && !HARMLESS.matcher(key).matches();
  }

  private static Pattern anyOf(List<String> patterns) {
    return Pattern.compile(String.join("|", patterns));
  }
}

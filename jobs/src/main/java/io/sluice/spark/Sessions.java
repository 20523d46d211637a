// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import java.util.Map;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Opens the one Spark session of a job. Master, memory and cluster come from spark-submit; what
 * results depend on is fixed here, over anything configured outside.
 */
public final class Sessions {
  private static final Logger log = LogManager.getLogger(Sessions.class);

  /** Settings that the content of tables depends on, or whether there is any. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry(
              "spark.sql.extensions",
              "io.delta.sql.DeltaSparkSessionExtension," + SqlFunctions.class.getName()),
          Map.entry(
              "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"),
          // Kryo can't write records of Java.
          Map.entry("spark.serializer", "org.apache.spark.serializer.JavaSerializer"),
          Map.entry("spark.sql.session.timeZone", "UTC"),
          // Arithmetic is exact or fails: nothing overflows, or is cast, in silence.
          Map.entry("spark.sql.ansi.enabled", "true"),
          Map.entry("spark.sql.caseSensitive", "false"),
          // Spark goes over a query until nothing changes any more, at least once for each level
          // that its expressions are nested, and gives up after 100 times.
          Map.entry("spark.sql.analyzer.maxIterations", "10000"),
          // It goes over a sum of whole numbers again from each of its parts: minutes for 400.
          Map.entry(
              "spark.sql.optimizer.excludedRules",
              "org.apache.spark.sql.catalyst.optimizer.ReorderAssociativeOperator"),
          Map.entry("spark.sql.legacy.timeParserPolicy", "CORRECTED"),
          Map.entry("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED"),
          Map.entry("spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED"),
          // Landed files may have them; without this, not all of Spark's readers take the type.
          Map.entry("spark.sql.legacy.parquet.nanosAsLong", "true"),
          // With pruning, which columns a query reads decides which lines count as malformed.
          Map.entry("spark.sql.csv.parser.columnPruning.enabled", "false"),
          // Hadoop passes over what is beyond its limit.
          Map.entry(
              "spark.hadoop.mapreduce.input.linerecordreader.line.maxlength",
              String.valueOf(Integer.MAX_VALUE)),
          Map.entry("spark.sql.files.ignoreMissingFiles", "false"),
          Map.entry("spark.sql.files.ignoreCorruptFiles", "false"));

  /** Defaults for short jobs on small clusters; what is configured outside wins. */
  private static final Map<String, String> PREFERRED =
      Map.ofEntries(
          Map.entry("spark.ui.enabled", "false"),
          // State outside the heap: how much there is, is decided by the data.
          Map.entry(
              "spark.sql.streaming.stateStore.providerClass",
              "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider"),
          // It removes states of old micro-batches, and by itself would after a minute: most runs
          // are over by then.
          Map.entry("spark.sql.streaming.stateStore.maintenanceInterval", "5s"),
          // Delta notes a table's files beside each commit, about 250 bytes for one, while they are
          // no more than that. Without the note a run works them out from the log: 3 s.
          Map.entry("spark.databricks.delta.allFilesInCrc.thresholdNumFiles", "5000"),
          // A task writes a few dates side by side instead of sorting all its rows by date first.
          Map.entry("spark.sql.maxConcurrentOutputFileWriters", "32"),
          Map.entry("spark.databricks.delta.snapshotPartitions", "2"),
          // Else, where the machine's time zone is not UTC, Delta reads the whole log at each
          // commit, in case it holds a timestamp from before 1883. None does.
          Map.entry(
              "spark.databricks.delta.allFilesInCrc.verificationMode.forceOnNonUTC.enabled",
              "false"),
          Map.entry("spark.sql.streaming.metricsEnabled", "false"),
          Map.entry("spark.sql.sources.parallelPartitionDiscovery.parallelism", "8"));

  /**
   * Options for the JVMs of executors, which take locale, encoding and time zone from machines of
   * their own. They come last, so that they win.
   */
  private static final String EXECUTOR_JVM =
      String.join(
          " ",
          "-Duser.language=en -Duser.language.format=en -Duser.country= -Duser.country.format=",
          "-Duser.script= -Duser.script.format= -Duser.variant= -Duser.variant.format=",
          "-Duser.extensions= -Duser.extensions.format= -Duser.timezone=UTC",
          "-Dfile.encoding=UTF-8");

  private static final String EXECUTOR_OPTIONS = "spark.executor.extraJavaOptions";

  /**
   * Settings of a master in this JVM. A task that waits for the machine that has its input is
   * offered again when another ends, and by nothing else: where cached partitions and those of HDFS
   * meet in one stage, and all that is left waits for a data node, it would never be started. With
   * nothing to wait for, every offer is taken. There is only one machine, so that it costs nothing.
   */
  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.locality.wait", "0",
          "spark.locality.wait.process", "0",
          "spark.locality.wait.node", "0",
          "spark.locality.wait.rack", "0");

  private static final String PARTITIONS = "spark.sql.shuffle.partitions";

  private static final TaskProgress TASKS = new TaskProgress();

  private Sessions() {}

  /** Settings that every session has, regardless of its environment. */
  public static Map<String, String> fixed() {
    return FIXED;
  }

  /** The session of this process, made on first use, for a run that tells its progress. */
  public static SparkSession open(RunContext context) {
    SparkSession spark = open(context.job());
    TASKS.follow(spark.sparkContext(), context.progress());
    return spark;
  }

  /**
   * The same for a run that evaluates many queries, each over a few rows: a session that is made
   * for it shuffles into one partition, where nothing else is configured.
   */
  public static SparkSession openForFewRows(RunContext context) {
    if (!isOpen() && !new SparkConf().contains(PARTITIONS)) {
      create(context.job()).conf().set(PARTITIONS, 1);
    }
    return open(context);
  }

  /** The session of this process, made on first use. */
  public static SparkSession open(String jobName) {
    return isOpen() ? SparkSession.getDefaultSession().get() : create(jobName);
  }

  private static boolean isOpen() {
    return SparkSession.getDefaultSession().isDefined();
  }

  private static SparkSession create(String jobName) {
    SparkConf outside = new SparkConf();
    SparkConf conf = outside.clone().setAppName("sluice " + jobName);
    OutsideSettings.overrule(conf, FIXED);
    boolean hasPartitions = conf.contains(PARTITIONS);
    PREFERRED.forEach(conf::setIfMissing);
    FIXED.forEach(conf::set);
    conf.set(EXECUTOR_OPTIONS, (conf.get(EXECUTOR_OPTIONS, "") + " " + EXECUTOR_JVM).strip());
    if (conf.get("spark.master", "").startsWith("local")) {
      LOCAL.forEach(conf::set);
    }
    LocalAddress.chooseFor(conf, System.getenv());
    SparkSession spark = started(conf, outside);
    log.info("Spark application {}", spark.sparkContext().applicationId());
    if (!hasPartitions) {
      int cores = spark.sparkContext().defaultParallelism();
      spark.conf().set(PARTITIONS, Math.max(2, 2 * cores));
    }
    return spark;
  }

  private static SparkSession started(SparkConf conf, SparkConf outside) {
    try {
      // By itself a builder would go back to the configuration of the process.
      SparkContext context = SparkContext.getOrCreate(conf);
      return SparkSession.builder().sparkContext(context).getOrCreate();
    } catch (Exception e) { // Spark throws SparkException without declaring it to Java
      Optional<Problem> wrong = WrongSetting.among(outside, e);
      if (wrong.isPresent()) {
        throw wrong.get().causedBy(e);
      }
      throw e;
    }
  }
}

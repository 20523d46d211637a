// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import io.sluice.cli.LogFormat;
import io.sluice.launch.Logging;
import io.sluice.spark.Sessions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Owns the one local Spark session of a test JVM. It is opened as the jobs open theirs, so that
 * jobs in the same JVM find it, and it ends with the JVM. A test may ask for it as a parameter.
 */
public final class SparkSessionExtension implements BeforeAllCallback, ParameterResolver {
  /** What spark-submit would bring: the cluster, and sizes that fit a few rows. */
  private static final Map<String, String> SUBMITTED =
      Map.of(
          "spark.master", "local[2]",
          "spark.driver.host", "localhost",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.ui.enabled", "false",
          "spark.sql.shuffle.partitions", "2",
          "spark.default.parallelism", "2",
          "spark.databricks.delta.snapshotPartitions", "1",
          "spark.sql.warehouse.dir", Path.of("target", "warehouse").toUri().toString());

  /**
   * How {@code infra/spark-submit} starts small runs: most of their time would go into compiling.
   */
  private static final Map<String, String> INTERPRETED =
      Map.of(
          "spark.sql.adaptive.enabled", "false",
          "spark.sql.codegen.wholeStage", "false",
          "spark.sql.codegen.factoryMode", "NO_CODEGEN");

  private static final Map<String, String> AS_STARTED = new HashMap<>();

  private static SparkSession session;

  /** The session of this JVM, opened on first use. */
  public static synchronized SparkSession spark() {
    if (session == null) {
      Logging.configure(LogFormat.TEXT);
      SUBMITTED.forEach(System::setProperty);
      session = Sessions.open("tests");
      INTERPRETED.keySet().forEach(key -> AS_STARTED.put(key, session.conf().get(key)));
    }
    return session;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    RuntimeConfig settings = spark().conf();
    (isInterpreted(context.getRequiredTestClass()) ? INTERPRETED : AS_STARTED)
        .forEach(settings::set);
  }

  /** Whole jobs are, in any JVM, but for the runs that take all faults or many sequences. */
  private static boolean isInterpreted(Class<?> test) {
    return test.getPackageName().startsWith("io.sluice.e2e")
        && !Sampled.OneOfSome.isAll()
        && System.getProperty("sluice.sequences") == null;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return spark();
  }
}

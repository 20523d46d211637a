// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import io.sluice.cli.LogFormat;
import io.sluice.launch.Logging;
import io.sluice.spark.Sessions;
import java.nio.file.Path;
import java.util.Map;
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

  private static SparkSession session;

  /** The session of this JVM, opened on first use. */
  public static synchronized SparkSession spark() {
    if (session == null) {
      Logging.configure(LogFormat.TEXT);
      SUBMITTED.forEach(System::setProperty);
      session = Sessions.open("tests");
    }
    return session;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    spark();
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

// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.cli.LogFormat;
import io.sluice.text.Escaped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Sends the log to stderr, Sluice's own lines first of all. stdout is for verdict and outcome. */
public final class Logging {
  private static final String CONSOLE = "stderr";
  private static final String LEVEL = "SLUICE_LOG_LEVEL";
  private static final List<Level> LEVELS =
      List.of(Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR);

  /** Loggers whose warnings come with every run and tell an operator nothing. */
  private static final List<String> NOISY =
      List.of(
          "org.apache.hadoop.hive.conf.HiveConf",
          "org.apache.hadoop.metrics2",
          "org.apache.hadoop.util.NativeCodeLoader",
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.admin.AdminClientConfig",
          "org.apache.spark.executor.ProcfsMetricsGetter",
          "org.apache.spark.sql.catalyst.csv.CSVHeaderChecker",
          "org.apache.spark.sql.catalyst.util.SparkStringUtils",
          "org.apache.spark.sql.delta.DeltaLog",
          "org.apache.spark.sql.execution.streaming.FileStreamSource",
          "org.apache.spark.sql.execution.streaming.ResolveWriteToStream",
          "org.apache.spark.sql.execution.window.WindowExec",
          "org.apache.spark.util.Utils");

  private Logging() {}

  /**
   * The level that the environment asks for; INFO where it asks for none.
   *
   * @param problems is told where there is no such level
   */
  static Level level(Map<String, String> environment, Consumer<String> problems) {
    String asked = environment.getOrDefault(LEVEL, Level.INFO.name());
    Optional<Level> level =
        LEVELS.stream().filter(each -> each.name().equalsIgnoreCase(asked)).findFirst();
    if (level.isEmpty()) {
      problems.accept(
          "Cannot use %s as %s: it must be debug, info, warn or error"
              .formatted(Escaped.quoted(asked), LEVEL));
    }
    return level.orElse(Level.INFO);
  }

  /**
   * Replaces any configuration that Log4j has. Spark has set up its own before a main of ours is
   * called, so a configuration file in the jar would come too late.
   */
  public static void configure(LogFormat format) {
    configure(format, Level.INFO);
  }

  /**
   * @param level from which on Sluice's own lines show; of others warnings do
   */
  static void configure(LogFormat format, Level level) {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.setConfigurationName("sluice");
    builder.setStatusLevel(Level.ERROR);
    builder.add(
        builder
            .newAppender(CONSOLE, ConsoleAppender.PLUGIN_NAME)
            .addAttribute("target", ConsoleAppender.Target.SYSTEM_ERR)
            // Else an appender that Spark has set up lends this one its own stream.
            .addAttribute("follow", true)
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute("pattern", format.pattern())
                    // Where a pattern has its %ex inside, Log4j would add a second one.
                    .addAttribute("alwaysWriteExceptions", false)
                    .addAttribute("charset", "UTF-8")));
    builder.add(builder.newRootLogger(Level.WARN).add(builder.newAppenderRef(CONSOLE)));
    builder.add(builder.newLogger("io.sluice", level));
    // What fails in a batch is logged once, by the runner.
    builder.add(
        builder.newLogger(
            "org.apache.spark.sql.execution.streaming.MicroBatchExecution", Level.OFF));
    // A failed task's message may hold values, also personal ones. It reaches the runner as well.
    builder.add(builder.newLogger("org.apache.spark.executor.Executor", Level.OFF));
    builder.add(builder.newLogger("org.apache.spark.scheduler.TaskSetManager", Level.ERROR));
    NOISY.forEach(name -> builder.add(builder.newLogger(name, Level.ERROR)));
    Configurator.reconfigure(builder.build(false /* Log4j starts it itself */));
  }
}

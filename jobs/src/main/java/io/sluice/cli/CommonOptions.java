// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.run.RunId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The options that every job has, and those that several have. */
public final class CommonOptions {
  public static final OptionSpec<String> PIPELINE =
      OptionSpec.required(
          "pipeline",
          "NAME",
          OptionType.matching(
              Pattern.compile("[a-z][a-z0-9_]*"),
              "a letter from a to z, then letters, digits and underscores"),
          "the pipeline, a folder under --sql");
  public static final OptionSpec<String> DATA =
      OptionSpec.withDefault("data", "URI", OptionType.uri(), "where the data lies", "data")
          .orEnvironment("SLUICE_DATA");
  public static final OptionSpec<String> SQL =
      OptionSpec.withDefault("sql", "URI", OptionType.uri(), "where the pipelines lie", "sql")
          .orEnvironment("SLUICE_SQL");
  public static final OptionSpec<String> RUN_ID =
      OptionSpec.optional(
          "run-id",
          "ID",
          OptionType.matching(
              RunId.ALLOWED, "1 to 200 letters, digits, dots, underscores and dashes"),
          "names this run in report and tables",
          "made up");
  public static final OptionSpec<String> REPORT =
      OptionSpec.optional(
          "report", "URI", OptionType.uri(), "where to write a copy of the report", "none");
  public static final OptionSpec<LogFormat> LOG_FORMAT =
      OptionSpec.withDefault(
              "log-format",
              "FORMAT",
              OptionType.oneOf(List.of(LogFormat.values())),
              "how log lines on stderr look: text or json",
              "text")
          .orEnvironment("SLUICE_LOG_FORMAT");

  /** An option of jobs that write. */
  public static final OptionSpec<Duration> WAIT =
      OptionSpec.withDefault(
          "wait",
          "DURATION",
          OptionType.duration(7 /* days */),
          "how long to wait where another run writes, such as 10 minutes",
          "0");

  private static final List<OptionSpec<?>> ALL =
      List.of(PIPELINE, DATA, SQL, RUN_ID, REPORT, LOG_FORMAT);

  private CommonOptions() {}

  /** The options of every job and, after them, a job's own. */
  public static List<OptionSpec<?>> and(OptionSpec<?>... own) {
    return and(List.of(own));
  }

  /** The options of every job and, after them, a job's own. */
  public static List<OptionSpec<?>> and(List<OptionSpec<?>> own) {
    List<OptionSpec<?>> all = new ArrayList<>(ALL);
    all.addAll(own);
    return all;
  }
}

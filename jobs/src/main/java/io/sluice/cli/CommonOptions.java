// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionSpec.required;
import static io.sluice.cli.OptionSpec.withDefault;
import static io.sluice.cli.OptionType.duration;
import static io.sluice.cli.OptionType.matching;
import static io.sluice.cli.OptionType.oneOf;
import static io.sluice.cli.OptionType.uri;

import io.sluice.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The options that every job has, and those that several have. */
public final class CommonOptions {
  public static final OptionSpec<String> PIPELINE =
      required(
          "pipeline",
          "NAME",
          matching(
              Pattern.compile("[a-z][a-z0-9_]*"),
              "a letter from a to z, then letters, digits and underscores"),
          "the pipeline, a folder under --sql");
  public static final OptionSpec<String> DATA =
      withDefault("data", "URI", uri(), "where the data is", "data").orEnvironment("SLUICE_DATA");
  public static final OptionSpec<String> SQL =
      withDefault("sql", "URI", uri(), "where the pipelines are", "sql")
          .orEnvironment("SLUICE_SQL");
  public static final OptionSpec<String> RUN_ID =
      optional(
          "run-id",
          "ID",
          matching(RunId.ALLOWED, "1 to 200 letters, digits, dots, underscores and dashes"),
          "names this run in report and tables",
          "made up");
  public static final OptionSpec<String> REPORT =
      optional("report", "URI", uri(), "where to write a copy of the report", "none");
  public static final OptionSpec<LogFormat> LOG_FORMAT =
      withDefault(
              "log-format",
              "FORMAT",
              oneOf(List.of(LogFormat.values())),
              "how log lines on stderr look: text or json",
              "text")
          .orEnvironment("SLUICE_LOG_FORMAT");

  /** An option of jobs that write. */
  public static final OptionSpec<Duration> WAIT =
      withDefault(
          "wait",
          "DURATION",
          duration(7 /* days */),
          "how long to wait where another run writes, such as 10 minutes",
          "0");

  private static final List<OptionSpec<?>> ALL =
      List.of(PIPELINE, DATA, SQL, RUN_ID, REPORT, LOG_FORMAT);

  private CommonOptions() {}

  /** The options of every job and, after them, a job's own. */
  public static List<OptionSpec<?>> and(OptionSpec<?>... own) {
    return Stream.concat(ALL.stream(), Stream.of(own)).toList();
  }
}

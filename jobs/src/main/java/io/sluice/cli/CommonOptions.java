// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.run.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The options that every job has.
 *
 * @param pipeline the pipeline's name
 * @param data where the data of all pipelines lies
 * @param sql where the folders of all pipelines lie
 * @param runId names this run; a retry of the same run has the same
 * @param report where a copy of the report goes
 */
public record CommonOptions(
    String pipeline,
    String data,
    String sql,
    String runId,
    Optional<String> report,
    LogFormat logFormat) {

  public static final OptionSpec<String> PIPELINE =
      OptionSpec.required(
          "pipeline",
          "NAME",
          OptionType.matching(
              Pattern.compile("[a-z][a-z0-9_]*"),
              "a letter from a to z, then letters, digits and underscores"),
          "the pipeline, a folder under --sql");
  static final OptionSpec<String> DATA =
      OptionSpec.withDefault("data", "URI", OptionType.uri(), "where the data lies", "data")
          .orEnvironment("SLUICE_DATA");
  static final OptionSpec<String> SQL =
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

  private static final List<OptionSpec<?>> ALL =
      List.of(PIPELINE, DATA, SQL, RUN_ID, REPORT, LOG_FORMAT);

  static CommonOptions read(OptionValues values) {
    return new CommonOptions(
        values.get(PIPELINE),
        values.get(DATA),
        values.get(SQL),
        values.find(RUN_ID).orElseGet(() -> RunId.madeUp(Instant.now())),
        values.find(REPORT),
        values.get(LOG_FORMAT));
  }

  /** These options and, after them, a job's own. */
  static List<OptionSpec<?>> and(OptionSpec<?>... own) {
    List<OptionSpec<?>> all = new ArrayList<>(ALL);
    all.addAll(List.of(own));
    return all;
  }
}

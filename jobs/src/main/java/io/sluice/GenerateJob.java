// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.withDefault;
import static io.sluice.cli.OptionType.ratio;
import static io.sluice.cli.OptionType.time;
import static io.sluice.cli.OptionType.wholeNumber;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.generate.GenerateRun;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.time.Instant;

/**
 * Makes synthetic files: {@code generate.sql} over the next ids, into {@code landing/}.
 *
 * <pre>./sluice generate --pipeline transactions --rows 500 --files 5</pre>
 */
public final class GenerateJob {
  static final OptionSpec<Long> ROWS =
      withDefault("rows", "N", wholeNumber(1, 1_000_000_000), "how many rows to make", "100");
  static final OptionSpec<Long> FILES =
      withDefault("files", "N", wholeNumber(1, 10_000), "over how many files", "1");
  static final OptionSpec<Instant> START =
      withDefault(
          "start",
          "TIME",
          time(1900, 2100),
          "the time of the first row, ISO-8601",
          "2026-01-01T00:00:00Z");
  static final OptionSpec<Double> BAD_RATIO =
      withDefault("bad-ratio", "RATIO", ratio(), "part of the rows that is bad on purpose", "0");

  public static final Command COMMAND =
      new Command(
              "generate",
              "Makes synthetic rows with the pipeline's generate.sql: writes files into landing/.",
              "./sluice generate --pipeline transactions --rows 1000 --files 4",
              CommonOptions.and(CommonOptions.WAIT, ROWS, FILES, START, BAD_RATIO),
              Summaries::generated,
              Job.holding("generate", GenerateJob::run))
          .checking(GenerateJob::check);

  private GenerateJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  private static Outcome run(OptionValues options, RunContext context) {
    int files = options.get(FILES).intValue();
    return new GenerateRun(
            context, options.get(ROWS), files, options.get(START), options.get(BAD_RATIO))
        .run();
  }

  private static void check(OptionValues options) {
    long rows = options.get(ROWS);
    long files = options.get(FILES);
    if (files > rows && options.isUsable(ROWS) && options.isUsable(FILES)) {
      options.problem(
          "Cannot spread --rows %d over --files %d: a file has at least one row; give --files a number up to %d"
              .formatted(rows, files, rows));
    }
  }
}

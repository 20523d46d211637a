// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.time.Duration;
import java.time.Instant;

/**
 * The options of generate.
 *
 * @param waitForLease how long to wait for the lease
 * @param rows how many rows to make
 * @param files over how many files; at most one per row
 * @param start the time of the first row
 * @param badRatio which part of the rows is bad on purpose, 0 to 1
 */
public record GenerateOptions(
    CommonOptions common,
    Duration waitForLease,
    long rows,
    int files,
    Instant start,
    double badRatio) {

  private static final OptionSpec<Long> ROWS =
      OptionSpec.withDefault(
          "rows", "N", OptionType.wholeNumber(1, 1_000_000_000), "how many rows to make", "100");
  private static final OptionSpec<Long> FILES =
      OptionSpec.withDefault(
          "files", "N", OptionType.wholeNumber(1, 10_000), "over how many files", "1");
  private static final OptionSpec<Instant> START =
      OptionSpec.withDefault(
          "start",
          "TIME",
          OptionType.time(1900, 2100),
          "the time of the first row, ISO-8601",
          "2026-01-01T00:00:00Z");
  private static final OptionSpec<Double> BAD_RATIO =
      OptionSpec.withDefault(
          "bad-ratio", "RATIO", OptionType.ratio(), "part of the rows that is bad on purpose", "0");

  public static final Command<GenerateOptions> COMMAND =
      new Command<>(
          "generate",
          "Makes synthetic rows with the pipeline's generate.sql: writes files into landing/.",
          "./sluice generate --pipeline transactions --rows 1000 --files 4",
          CommonOptions.and(WriterOptions.WAIT, ROWS, FILES, START, BAD_RATIO),
          GenerateOptions::read,
          GenerateOptions::common,
          Summaries::generated);

  private static GenerateOptions read(OptionValues values) {
    long rows = values.get(ROWS);
    int files = values.get(FILES).intValue();
    if (files > rows && values.isUsable(ROWS) && values.isUsable(FILES)) {
      values.problem(
          "Cannot spread --rows %d over --files %d: a file has at least one row; give --files a number up to %d"
              .formatted(rows, files, rows));
    }
    return new GenerateOptions(
        CommonOptions.read(values),
        values.get(WriterOptions.WAIT),
        rows,
        files,
        values.get(START),
        values.get(BAD_RATIO));
  }
}

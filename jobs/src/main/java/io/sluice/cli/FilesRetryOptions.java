// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.text.Glob;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of files retry.
 *
 * @param waitForLease how long to wait for the lease
 * @param glob which files; empty for all
 * @param reason why; may be empty
 */
public record FilesRetryOptions(
    CommonOptions common, Duration waitForLease, Optional<Glob> glob, String reason) {

  private static final OptionSpec<Glob> GLOB =
      OptionSpec.positional(
          "GLOB", OptionType.glob(), "which files, by name", "required without --all");
  private static final OptionSpec<Boolean> ALL =
      OptionSpec.flag("all", "every rejected file that nobody has settled");
  private static final OptionSpec<String> REASON =
      OptionSpec.optional(
          "reason", "TEXT", OptionType.text(1000), "why, to be kept with the decision", "none");

  public static final Command<FilesRetryOptions> COMMAND =
      new Command<>(
          "files retry",
          "Has rejected files taken in once more, each as a batch of its own, by the next transform.",
          "./sluice files retry 'shop-*.csv' --pipeline transactions",
          CommonOptions.and(GLOB, WriterOptions.WAIT, ALL, REASON),
          FilesRetryOptions::read,
          FilesRetryOptions::common,
          Summaries::decided);

  private static FilesRetryOptions read(OptionValues values) {
    if (values.has(GLOB) == values.has(ALL)) {
      values.problem("Cannot choose files: give either GLOB, in quotes, or --all");
    }
    return new FilesRetryOptions(
        CommonOptions.read(values),
        values.get(WriterOptions.WAIT),
        values.find(GLOB),
        values.find(REASON).orElse(""));
  }
}

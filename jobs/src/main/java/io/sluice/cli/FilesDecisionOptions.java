// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.text.Glob;
import java.time.Duration;

/**
 * The options of files reject and files accept.
 *
 * @param waitForLease how long to wait for the lease
 * @param missing whether it is about files that are gone
 */
public record FilesDecisionOptions(
    CommonOptions common, Duration waitForLease, Glob glob, boolean missing, String reason) {

  static final OptionSpec<String> REASON =
      OptionSpec.required(
          "reason", "TEXT", OptionType.text(1000), "why, to be kept with the decision");
  private static final OptionSpec<Glob> GLOB =
      OptionSpec.positional("GLOB", OptionType.glob(), "which files, by name", OptionSpec.REQUIRED);
  private static final OptionSpec<Boolean> MISSING =
      OptionSpec.flag("missing", "do without files that are gone");

  public static final Command<FilesDecisionOptions> REJECT =
      new Command<>(
          "files reject",
          "Gives files up: of batches that are not published, whose others go through, or rejected ones for good.",
          "./sluice files reject bad.csv --pipeline transactions --reason \"test data\"",
          CommonOptions.and(GLOB, WriterOptions.WAIT, REASON),
          values -> read(values, false),
          FilesDecisionOptions::common,
          Summaries::decided);

  public static final Command<FilesDecisionOptions> ACCEPT =
      new Command<>(
          "files accept",
          "Takes what lies in the place of files that changed, or does without files that are gone.",
          "./sluice files accept late.csv --pipeline transactions --reason \"sent again\"",
          CommonOptions.and(GLOB, WriterOptions.WAIT, MISSING, REASON),
          values -> read(values, values.get(MISSING)),
          FilesDecisionOptions::common,
          Summaries::decided);

  private static FilesDecisionOptions read(OptionValues values, boolean missing) {
    return new FilesDecisionOptions(
        CommonOptions.read(values),
        values.get(WriterOptions.WAIT),
        values.get(GLOB),
        missing,
        values.get(REASON));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.run.RunId;
import java.util.Optional;

/**
 * The options of status.
 *
 * @param run the run whose reports to show; empty for the pipeline as it stands
 * @param json whether a program is to read it
 */
public record StatusOptions(CommonOptions common, Optional<String> run, boolean json) {
  private static final OptionSpec<String> RUN =
      OptionSpec.optional(
          "run",
          "ID",
          OptionType.matching(
              RunId.ALLOWED, "1 to 200 letters, digits, dots, underscores and dashes"),
          "show the reports of this run",
          "the pipeline as it stands");
  private static final OptionSpec<Boolean> JSON =
      OptionSpec.flag("json", "the same as one JSON object, and nothing else on stdout");

  public static final Command<StatusOptions> COMMAND =
      new Command<>(
              "status",
              "Shows how a pipeline stands, its last runs, and what a rerun would do; it writes nothing.",
              "./sluice status --pipeline transactions",
              CommonOptions.and(RUN, JSON),
              StatusOptions::read,
              StatusOptions::common,
              Summaries::listed)
          .withoutData()
          .forPrograms(StatusOptions::json);

  private static StatusOptions read(OptionValues values) {
    return new StatusOptions(CommonOptions.read(values), values.find(RUN), values.get(JSON));
  }
}

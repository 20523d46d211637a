// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionType;

/** Options that commands about files and about quarantined records share. */
final class DecisionOptions {
  static final OptionSpec<String> REASON =
      OptionSpec.required(
          "reason", "TEXT", OptionType.text(1000), "why, to be kept with the decision");
  static final OptionSpec<String> MAY_SAY_WHY =
      OptionSpec.optional(
          "reason", "TEXT", OptionType.text(1000), "why, to be kept with the decision", "none");
  static final OptionSpec<Long> BATCH =
      OptionSpec.optional(
          "batch",
          "N",
          OptionType.wholeNumber(1, Integer.MAX_VALUE),
          "only those of this batch",
          "all");
  static final OptionSpec<Long> LIMIT =
      OptionSpec.withDefault(
          "limit", "N", OptionType.wholeNumber(1, 100_000), "how many to list at most", "50");

  private DecisionOptions() {}
}

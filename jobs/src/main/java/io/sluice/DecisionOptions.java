// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionSpec.required;
import static io.sluice.cli.OptionSpec.withDefault;
import static io.sluice.cli.OptionType.text;
import static io.sluice.cli.OptionType.wholeNumber;

import io.sluice.cli.OptionSpec;

/** Options that commands about files and about quarantined records share. */
final class DecisionOptions {
  static final OptionSpec<String> REASON =
      required("reason", "TEXT", text(1000), "why, to be kept with the decision");
  static final OptionSpec<String> MAY_SAY_WHY =
      optional("reason", "TEXT", text(1000), "why, to be kept with the decision", "none");
  static final OptionSpec<Long> BATCH =
      optional("batch", "N", wholeNumber(1, Integer.MAX_VALUE), "only those of this batch", "all");
  static final OptionSpec<Long> LIMIT =
      withDefault("limit", "N", wholeNumber(1, 100_000), "how many to list at most", "50");

  private DecisionOptions() {}
}

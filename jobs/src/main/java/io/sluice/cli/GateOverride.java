// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.util.Optional;

/**
 * Another limit for the batch gate, for one run.
 *
 * @param maxQuarantinedRatio quarantined records of a batch by its read ones, 0 to 1
 * @param reason why, for the record
 */
public record GateOverride(double maxQuarantinedRatio, String reason) {

  static final OptionSpec<Double> MAX_QUARANTINED_RATIO =
      OptionSpec.optional(
          "max-quarantined-ratio",
          "RATIO",
          OptionType.ratio(),
          "this run's limit of the batch gate; needs --reason",
          "the pipeline's");
  static final OptionSpec<String> REASON =
      OptionSpec.optional(
          "reason", "TEXT", OptionType.text(1000), "why this run has another limit", "none");

  static Optional<GateOverride> read(OptionValues values) {
    if (values.has(MAX_QUARANTINED_RATIO) != values.has(REASON)) {
      values.problem(
          values.has(REASON)
              ? "Cannot use --reason alone: it says why the gate has another limit; give --max-quarantined-ratio RATIO too"
              : "Cannot use --max-quarantined-ratio alone: whoever overrides the gate says why; give --reason TEXT too");
    }
    // Both are looked at, so that both are complained about.
    Optional<Double> ratio = values.find(MAX_QUARANTINED_RATIO);
    Optional<String> reason = values.find(REASON);
    return ratio.isPresent() && reason.isPresent()
        ? Optional.of(new GateOverride(ratio.get(), reason.get()))
        : Optional.empty();
  }
}

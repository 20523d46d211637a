// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of transform.
 *
 * @param waitForLease how long to wait for the lease
 * @param filesPerBatch how many new files make a batch; empty: as the pipeline says
 * @param gateOverride this run's limit of the batch gate; empty: as the pipeline says
 */
public record TransformOptions(
    CommonOptions common,
    Duration waitForLease,
    OptionalInt filesPerBatch,
    Optional<GateOverride> gateOverride) {

  private static final OptionSpec<Long> FILES_PER_BATCH =
      OptionSpec.optional(
          "files-per-batch",
          "N",
          OptionType.wholeNumber(1, 100_000),
          "how many new files make a batch",
          "the pipeline's");

  public static final Command<TransformOptions> COMMAND =
      new Command<>(
          "transform",
          "Publishes what landed: reads landing/, writes the transformed table, quarantine and files.",
          "./sluice transform --pipeline transactions --wait \"10 minutes\"",
          CommonOptions.and(
              WriterOptions.WAIT,
              FILES_PER_BATCH,
              GateOverride.MAX_QUARANTINED_RATIO,
              GateOverride.REASON),
          TransformOptions::read,
          TransformOptions::common,
          Summaries::transformed);

  private static TransformOptions read(OptionValues values) {
    return new TransformOptions(
        CommonOptions.read(values),
        values.get(WriterOptions.WAIT),
        values.find(FILES_PER_BATCH).stream().mapToInt(Long::intValue).findFirst(),
        GateOverride.read(values));
  }
}

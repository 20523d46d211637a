// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.aggregate.FullRefresh;
import io.sluice.pipeline.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The options of run: those of transform, and through them those of the jobs it runs. */
public record RunOptions(
    CommonOptions common,
    Duration waitForLease,
    OptionalInt filesPerBatch,
    Optional<GateOverride> gateOverride) {

  public static final Command<RunOptions> COMMAND =
      new Command<>(
          "run",
          "Runs transform, aggregate and quality in one go: reads landing/, writes every table; stops at the first no.",
          "./sluice run --pipeline transactions",
          TransformOptions.COMMAND.options(),
          RunOptions::read,
          RunOptions::common,
          Summaries::all);

  public TransformOptions transform() {
    return new TransformOptions(common, waitForLease, filesPerBatch, gateOverride);
  }

  public AggregateOptions aggregate() {
    return new AggregateOptions(common, waitForLease, FullRefresh.NONE);
  }

  public QualityOptions quality() {
    return new QualityOptions(common, Stage.AGGREGATE);
  }

  private static RunOptions read(OptionValues values) {
    TransformOptions transform = TransformOptions.COMMAND.reader().apply(values);
    return new RunOptions(
        transform.common(),
        transform.waitForLease(),
        transform.filesPerBatch(),
        transform.gateOverride());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionType.ratio;
import static io.sluice.cli.OptionType.text;
import static io.sluice.cli.OptionType.wholeNumber;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;
import io.sluice.pipeline.GateLimits;
import io.sluice.problem.Outcome;
import io.sluice.publish.Gate;
import io.sluice.run.RunContext;
import io.sluice.transform.TransformRun;

/**
 * Publishes what landed: files in {@code landing/} become rows of the transformed table, of {@code
 * quarantine} and of {@code files}, batch by batch, each batch all or nothing.
 *
 * <pre>./sluice transform --pipeline transactions</pre>
 */
public final class TransformJob {
  static final OptionSpec<Long> FILES_PER_BATCH =
      optional(
          "files-per-batch",
          "N",
          wholeNumber(1, 100_000),
          "how many new files make a batch",
          "the pipeline's");
  static final OptionSpec<Double> MAX_QUARANTINED_RATIO =
      optional(
          "max-quarantined-ratio",
          "RATIO",
          ratio(),
          "this run's limit of the batch gate; needs --reason",
          "the pipeline's");
  static final OptionSpec<String> REASON =
      optional("reason", "TEXT", text(1000), "why this run has another limit", "none");

  public static final Command COMMAND =
      new Command(
              "transform",
              "Publishes what landed: reads landing/, writes the transformed table, quarantine and files.",
              "./sluice transform --pipeline transactions --wait \"10 minutes\"",
              CommonOptions.and(CommonOptions.WAIT, FILES_PER_BATCH, MAX_QUARANTINED_RATIO, REASON),
              Summaries::transformed,
              Job.writing(TransformJob::run))
          .checking(TransformJob::check);

  private TransformJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  private static Outcome run(OptionValues options, RunContext context) {
    int filesPerBatch =
        options
            .find(FILES_PER_BATCH)
            .map(Long::intValue)
            .orElse(context.pipeline().source().filesPerBatch());
    return new TransformRun(context, filesPerBatch, gate(options, context.pipeline().gate())).run();
  }

  static Gate gate(OptionValues options, GateLimits defined) {
    return new Gate(
        options.find(MAX_QUARANTINED_RATIO).orElse(defined.maxQuarantinedRatio()),
        defined.minRows(),
        options.find(REASON).orElse(""));
  }

  private static void check(OptionValues options) {
    options.readUntil(MAX_QUARANTINED_RATIO);
    if (options.has(MAX_QUARANTINED_RATIO) != options.has(REASON)) {
      options.problem(
          options.has(REASON)
              ? "Cannot use --reason alone: it says why the gate has another limit; give --max-quarantined-ratio RATIO too"
              : "Cannot use --max-quarantined-ratio alone: whoever overrides the gate says why; give --reason TEXT too");
    }
  }
}

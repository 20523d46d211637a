// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.Command;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.util.List;
import java.util.stream.Stream;

/**
 * Transform, aggregate and quality in one process and one Spark session; it stops at the first that
 * does not end with 0.
 *
 * <pre>./sluice run --pipeline transactions</pre>
 */
public final class RunJob {
  public static final Command COMMAND =
      new Command(
              "run",
              "Runs transform, aggregate and quality in one go: reads landing/, writes every table; stops at the first no.",
              "./sluice run --pipeline transactions",
              Stream.concat(
                      TransformJob.COMMAND.options().stream(), Stream.of(QualityJob.CHANGED_SINCE))
                  .toList(),
              Summaries::all,
              RunJob::run)
          .checking(TransformJob.COMMAND.check());

  private RunJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  /** Runs the jobs with the same options; those that only one of them has keep their defaults. */
  private static Outcome run(OptionValues options, RunContext context) {
    context.verdict("RUN", "transform, aggregate, quality");
    return JobRunner.runWithin(
        context, options, List.of(TransformJob.COMMAND, AggregateJob.COMMAND, QualityJob.COMMAND));
  }
}

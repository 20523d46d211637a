// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.AggregateOptions;
import io.sluice.cli.QualityOptions;
import io.sluice.cli.RunOptions;
import io.sluice.cli.TransformOptions;
import io.sluice.launch.JobRunner;
import io.sluice.launch.Step;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.util.List;

/**
 * Transform, aggregate and quality in one process and one Spark session; it stops at the first that
 * does not end with 0.
 *
 * <pre>./sluice run --pipeline transactions</pre>
 */
public final class RunJob {
  private RunJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(RunOptions.COMMAND, args, RunJob::run));
  }

  static Outcome run(RunOptions options, RunContext context) {
    context.verdict("RUN", "transform, aggregate, quality");
    return JobRunner.runWithin(
        context,
        List.of(
            new Step<>(TransformOptions.COMMAND, options.transform(), TransformJob::run),
            new Step<>(AggregateOptions.COMMAND, options.aggregate(), AggregateJob::run),
            new Step<>(QualityOptions.COMMAND, options.quality(), QualityJob::run)));
  }
}

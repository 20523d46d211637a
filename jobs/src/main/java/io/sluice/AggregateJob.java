// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.aggregate.AggregateRun;
import io.sluice.cli.AggregateOptions;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.Lease;
import io.sluice.run.RunContext;

/**
 * Brings every aggregation up to the last published change, all from one version of the transformed
 * table.
 *
 * <pre>./sluice aggregate --pipeline transactions</pre>
 */
public final class AggregateJob {
  private AggregateJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(AggregateOptions.COMMAND, args, AggregateJob::run));
  }

  static Outcome run(AggregateOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      return new AggregateRun(context, options.refresh()).run();
    }
  }
}

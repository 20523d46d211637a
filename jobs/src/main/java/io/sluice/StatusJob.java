// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.StatusOptions;
import io.sluice.inspect.RunReports;
import io.sluice.inspect.StatusRun;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;

/**
 * Shows how a pipeline stands, on one screen: what waits, what is wrong, its last runs, and what a
 * rerun of each job would do now. It writes nothing, takes no lease and needs no Spark session.
 *
 * <pre>./sluice status --pipeline transactions</pre>
 */
public final class StatusJob {
  private StatusJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(StatusOptions.COMMAND, args, StatusJob::run));
  }

  static Outcome run(StatusOptions options, RunContext context) {
    return options.run().isPresent()
        ? new RunReports(context, options.run().get(), options.json()).run()
        : new StatusRun(context, options.json()).run();
  }
}

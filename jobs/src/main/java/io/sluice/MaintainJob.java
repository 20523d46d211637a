// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.MaintainOptions;
import io.sluice.launch.JobRunner;
import io.sluice.maintain.MaintainRun;
import io.sluice.problem.Outcome;
import io.sluice.run.Lease;
import io.sluice.run.RunContext;

/**
 * Keeps a pipeline's tables compact and its folders small: the same rows in fewer files, and
 * without what no reader needs any more.
 *
 * <pre>./sluice maintain --pipeline transactions</pre>
 */
public final class MaintainJob {
  private MaintainJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(MaintainOptions.COMMAND, args, MaintainJob::run));
  }

  static Outcome run(MaintainOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      return new MaintainRun(context, options.keep()).run();
    }
  }
}

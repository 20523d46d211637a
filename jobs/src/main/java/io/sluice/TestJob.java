// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.author.TestRun;
import io.sluice.cli.TestOptions;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;

/**
 * Runs a pipeline's test cases through the code that the other jobs run, and says no with exit code
 * 3 where one doesn't hold. It needs no data and leaves none.
 *
 * <pre>./sluice test --pipeline transactions</pre>
 */
public final class TestJob {
  private TestJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(TestOptions.COMMAND, args, TestJob::run));
  }

  static Outcome run(TestOptions options, RunContext context) {
    return new TestRun(context, options.cases()).run();
  }
}

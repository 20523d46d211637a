// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.author.ValidateRun;
import io.sluice.cli.ValidateOptions;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;

/**
 * Looks for mistakes in a pipeline's folder: all that can be found without data, and whether
 * incremental aggregations give what their queries give. It leaves nothing.
 *
 * <pre>./sluice validate --pipeline transactions</pre>
 */
public final class ValidateJob {
  private ValidateJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(ValidateOptions.COMMAND, args, ValidateJob::run));
  }

  static Outcome run(ValidateOptions options, RunContext context) {
    return new ValidateRun(context).run();
  }
}

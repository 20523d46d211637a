// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.QualityOptions;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.quality.QualityRun;
import io.sluice.run.RunContext;

/**
 * Checks what is published, and says no with exit code 3 where a check of severity {@code fail} is
 * violated. It writes nothing but its report, and takes no lease.
 *
 * <pre>./sluice quality --pipeline transactions</pre>
 */
public final class QualityJob {
  private QualityJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(QualityOptions.COMMAND, args, QualityJob::run));
  }

  static Outcome run(QualityOptions options, RunContext context) {
    return new QualityRun(context, options.stage()).run();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.GenerateOptions;
import io.sluice.generate.GenerateRun;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.Lease;
import io.sluice.run.RunContext;

/**
 * Makes synthetic files: {@code generate.sql} over the next ids, into {@code landing/}.
 *
 * <pre>./sluice generate --pipeline transactions --rows 500 --files 5</pre>
 */
public final class GenerateJob {
  private GenerateJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(GenerateOptions.COMMAND, args, GenerateJob::run));
  }

  static Outcome run(GenerateOptions options, RunContext context) {
    try (Lease held = context.lease("generate", options.waitForLease())) {
      return GenerateRun.of(
              context, options.rows(), options.files(), options.start(), options.badRatio())
          .run();
    }
  }
}

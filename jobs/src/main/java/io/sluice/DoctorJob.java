// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.DoctorOptions;
import io.sluice.doctor.DoctorRun;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.Lease;
import io.sluice.run.RunContext;

/**
 * Verifies that a pipeline's change log, tables, delivery notes, checkpoints and raw files agree,
 * and mends them where it is asked to and nothing has to be guessed.
 *
 * <pre>./sluice doctor --pipeline transactions</pre>
 */
public final class DoctorJob {
  private DoctorJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(DoctorOptions.COMMAND, args, DoctorJob::run));
  }

  static Outcome run(DoctorOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      return new DoctorRun(context, options.repairs()).run();
    }
  }
}

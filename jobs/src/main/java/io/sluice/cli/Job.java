// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.problem.Outcome;
import io.sluice.run.Lease;
import io.sluice.run.Opening;
import io.sluice.run.RunContext;

/** The work of a command, done once its options are known and its pipeline is loaded. */
@FunctionalInterface
public interface Job extends Work {
  /**
   * Does the work, and reports to the context. A job that fails throws; any other way to end is an
   * outcome.
   */
  Outcome run(OptionValues options, RunContext context) throws Exception;

  @Override
  default Outcome run(OptionValues options, Opening opening) throws Exception {
    return run(options, opening.context());
  }

  /** A job that holds the pipeline's lease for writers while it runs. */
  static Job writing(Job job) {
    return holding("writer", job);
  }

  /** A job that holds one of the pipeline's leases while it runs. */
  static Job holding(String lease, Job job) {
    return (options, context) -> {
      try (Lease held = context.lease(lease, options.get(CommonOptions.WAIT))) {
        return job.run(options, context);
      }
    };
  }
}

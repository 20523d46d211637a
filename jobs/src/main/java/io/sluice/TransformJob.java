// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.TransformOptions;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.publish.Gate;
import io.sluice.run.Lease;
import io.sluice.run.RunContext;
import io.sluice.transform.TransformRun;

/**
 * Publishes what landed: files in {@code landing/} become rows of the transformed table, of {@code
 * quarantine} and of {@code files}, batch by batch, each batch all or nothing.
 *
 * <pre>./sluice transform --pipeline transactions</pre>
 */
public final class TransformJob {
  private TransformJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(TransformOptions.COMMAND, args, TransformJob::run));
  }

  static Outcome run(TransformOptions options, RunContext context) {
    int filesPerBatch = options.filesPerBatch().orElse(context.pipeline().source().filesPerBatch());
    try (Lease held = context.lease("writer", options.waitForLease())) {
      return new TransformRun(context, filesPerBatch, gate(options, context)).run();
    }
  }

  private static Gate gate(TransformOptions options, RunContext context) {
    io.sluice.pipeline.GateLimits defined = context.pipeline().gate();
    return options
        .gateOverride()
        .map(once -> new Gate(once.maxQuarantinedRatio(), defined.minRows(), once.reason()))
        .orElse(new Gate(defined.maxQuarantinedRatio(), defined.minRows(), ""));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.backfill.BackfillRun;
import io.sluice.backfill.PlanRun;
import io.sluice.change.DateRange;
import io.sluice.cli.BackfillOptions;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.Lease;
import io.sluice.run.RunContext;

/**
 * Replaces dates of the transformed table by what today's SQL makes of the files that hold them,
 * all dates or none; or shows what it would do, and does exactly that later.
 *
 * <pre>./sluice backfill --pipeline transactions --from 2026-11-18 --to 2026-11-19 --plan</pre>
 */
public final class BackfillJob {
  private BackfillJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(BackfillOptions.COMMAND, args, BackfillJob::run));
  }

  static Outcome run(BackfillOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      if (options.apply().isPresent()) {
        return new PlanRun(context).apply(options.apply().get(), options.reason());
      }
      DateRange range = options.range().orElseThrow();
      return options.plan()
          ? new PlanRun(context).plan(range)
          : new BackfillRun(context).replace(range, options.reason());
    }
  }
}

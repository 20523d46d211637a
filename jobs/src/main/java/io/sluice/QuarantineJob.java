// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.CommandGroup;
import io.sluice.cli.QuarantineDiscardOptions;
import io.sluice.cli.QuarantineListOptions;
import io.sluice.cli.QuarantineReplayOptions;
import io.sluice.cli.QuarantineShowOptions;
import io.sluice.decide.QuarantineDiscard;
import io.sluice.decide.QuarantineList;
import io.sluice.decide.QuarantineReplay;
import io.sluice.decide.QuarantineShow;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.Lease;
import io.sluice.run.RunContext;
import java.util.List;

/**
 * Shows records that were not published, takes what people decide about them into the relation
 * {@code decisions}, and publishes those that pass now.
 *
 * <pre>./sluice quarantine list --pipeline transactions</pre>
 */
public final class QuarantineJob {
  static final CommandGroup COMMANDS =
      new CommandGroup(
          "quarantine",
          "Shows records that were not published, and takes what people decide about them.",
          List.of(
              new CommandGroup.Member<>(QuarantineListOptions.COMMAND, QuarantineJob::list),
              new CommandGroup.Member<>(QuarantineShowOptions.COMMAND, QuarantineJob::show),
              new CommandGroup.Member<>(QuarantineReplayOptions.COMMAND, QuarantineJob::replay),
              new CommandGroup.Member<>(QuarantineDiscardOptions.COMMAND, QuarantineJob::discard)));

  private QuarantineJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMANDS, args));
  }

  private static Outcome list(QuarantineListOptions options, RunContext context) {
    return new QuarantineList(context, options.filter(), options.discardedToo(), options.limit())
        .run();
  }

  private static Outcome show(QuarantineShowOptions options, RunContext context) {
    return new QuarantineShow(context, options.id()).run();
  }

  private static Outcome replay(QuarantineReplayOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      return new QuarantineReplay(context, options.filter(), options.reason()).run();
    }
  }

  private static Outcome discard(QuarantineDiscardOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      return new QuarantineDiscard(context, options.filter(), options.reason()).run();
    }
  }
}

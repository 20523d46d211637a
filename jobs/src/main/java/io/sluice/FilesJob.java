// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.CommandGroup;
import io.sluice.cli.FilesDecisionOptions;
import io.sluice.cli.FilesListOptions;
import io.sluice.cli.FilesRetryOptions;
import io.sluice.decide.FilesAccept;
import io.sluice.decide.FilesList;
import io.sluice.decide.FilesReject;
import io.sluice.decide.FilesRetry;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.Lease;
import io.sluice.run.RunContext;
import java.util.List;

/**
 * Shows what became of files, and takes what people decide about them: into the relation {@code
 * decisions}, as a change of its own that the next transform obeys.
 *
 * <pre>./sluice files reject bad.csv --pipeline transactions --reason "test data"</pre>
 */
public final class FilesJob {
  static final CommandGroup COMMANDS =
      new CommandGroup(
          "files",
          "Shows what became of files, and takes what people decide about them.",
          List.of(
              new CommandGroup.Member<>(FilesListOptions.COMMAND, FilesJob::list),
              new CommandGroup.Member<>(FilesRetryOptions.COMMAND, FilesJob::retry),
              new CommandGroup.Member<>(FilesDecisionOptions.REJECT, FilesJob::reject),
              new CommandGroup.Member<>(FilesDecisionOptions.ACCEPT, FilesJob::accept)));

  private FilesJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMANDS, args));
  }

  private static Outcome list(FilesListOptions options, RunContext context) {
    return new FilesList(context, options.filter(), options.limit()).run();
  }

  private static Outcome retry(FilesRetryOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      return new FilesRetry(context, options.glob(), options.reason()).run();
    }
  }

  private static Outcome reject(FilesDecisionOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      return new FilesReject(context, options.glob(), options.reason()).run();
    }
  }

  private static Outcome accept(FilesDecisionOptions options, RunContext context) {
    try (Lease held = context.lease("writer", options.waitForLease())) {
      FilesAccept accept = new FilesAccept(context, options.glob(), options.reason());
      return options.missing() ? accept.missing() : accept.changed();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.optional;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionValues;
import io.sluice.inspect.RunReports;
import io.sluice.inspect.StatusRun;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.util.Optional;

/**
 * Shows the state of a pipeline, on one screen: what waits, what is wrong, its last runs, and what
 * a rerun of each job would do now. It writes nothing, takes no lease and needs no Spark session.
 *
 * <pre>./sluice status --pipeline transactions</pre>
 */
public final class StatusJob {
  static final OptionSpec<String> RUN =
      optional(
          "run",
          "ID",
          CommonOptions.RUN_ID.type(),
          "show the reports of this run",
          "the pipeline as it stands");
  static final OptionSpec<Boolean> JSON =
      flag("json", "the same as one JSON object, and nothing else on stdout");

  public static final Command COMMAND =
      new Command(
              "status",
              "Shows how a pipeline stands, its last runs, and what a rerun would do; it writes nothing.",
              "./sluice status --pipeline transactions",
              CommonOptions.and(RUN, JSON),
              StatusJob::run)
          .withoutData()
          .forPrograms(options -> options.get(JSON));

  private StatusJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  private static Outcome run(OptionValues options, RunContext context) {
    Optional<String> run = options.find(RUN);
    return run.isPresent()
        ? new RunReports(context, run.get(), options.get(JSON)).run()
        : new StatusRun(context, options.get(JSON)).run();
  }
}

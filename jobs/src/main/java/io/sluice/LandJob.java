// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionType.text;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.land.LandRun;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;

/**
 * Lands messages of Kafka: those that the pipeline's topics have now, into files in {@code
 * landing/}.
 *
 * <pre>./sluice land --pipeline messages</pre>
 */
public final class LandJob {
  static final OptionSpec<Boolean> SKIP_LOST =
      flag("skip-lost", "go on without messages that the topics don't have any more");
  static final OptionSpec<String> REASON =
      optional("reason", "TEXT", text(1000), "why, to be kept with what is skipped", "none");

  public static final Command COMMAND =
      new Command(
              "land",
              "Lands messages of Kafka: reads the pipeline's topics, writes files into landing/.",
              "./sluice land --pipeline messages",
              CommonOptions.and(CommonOptions.WAIT, SKIP_LOST, REASON),
              Summaries::landed,
              Job.holding("land", LandJob::run))
          .checking(LandJob::check);

  private LandJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  private static Outcome run(OptionValues options, RunContext context) {
    return new LandRun(context, System.getenv(), options.find(REASON)).run();
  }

  private static void check(OptionValues options) {
    boolean skips = options.get(SKIP_LOST);
    if (skips && options.find(REASON).isEmpty()) {
      options.problem("Cannot use --skip-lost without --reason: it is kept; add --reason TEXT");
    } else if (!skips && options.find(REASON).isPresent()) {
      options.problem("Cannot use --reason without --skip-lost: nothing else is kept; add it");
    }
  }
}

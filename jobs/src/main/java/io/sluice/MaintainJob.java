// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.withDefault;
import static io.sluice.cli.OptionType.durationFrom;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.launch.JobRunner;
import io.sluice.maintain.MaintainRun;
import java.time.Duration;

/**
 * Keeps a pipeline's tables compact and its folders small: the same rows in fewer files, and
 * without what no reader needs any more.
 *
 * <pre>./sluice maintain --pipeline transactions</pre>
 */
public final class MaintainJob {
  static final OptionSpec<Duration> KEEP =
      withDefault(
          "keep",
          "DURATION",
          durationFrom(
              1 /* hour */,
              365 /* days */,
              "queries and runs that are under way read files of older versions"),
          "how long older versions of tables stay readable",
          "7 days");

  public static final Command COMMAND =
      new Command(
          "maintain",
          "Keeps tables compact and folders small: writes small files as fewer, removes what nobody reads any more.",
          "./sluice maintain --pipeline transactions",
          CommonOptions.and(KEEP, CommonOptions.WAIT),
          Job.writing((options, context) -> new MaintainRun(context, options.get(KEEP)).run()));

  private MaintainJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

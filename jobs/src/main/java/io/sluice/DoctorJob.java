// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flag;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.doctor.DoctorRun;
import io.sluice.launch.JobRunner;

/**
 * Verifies that a pipeline's change log, tables, delivery notes, checkpoints and raw files agree,
 * and mends them where it is asked to and nothing has to be guessed.
 *
 * <pre>./sluice doctor --pipeline transactions</pre>
 */
public final class DoctorJob {
  static final OptionSpec<Boolean> REPAIR =
      flag(
          "repair", "mend what can be mended without guessing; what is in the way moves to aside/");

  public static final Command COMMAND =
      new Command(
          "doctor",
          "Verifies that change log, tables, notes, checkpoints and raw files agree, and says where not.",
          "./sluice doctor --pipeline transactions",
          CommonOptions.and(REPAIR, CommonOptions.WAIT),
          Job.writing((options, context) -> new DoctorRun(context, options.get(REPAIR)).run()));

  private DoctorJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

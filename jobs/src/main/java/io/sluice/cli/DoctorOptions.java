// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.time.Duration;

/**
 * The options of doctor.
 *
 * @param repairs whether to mend what can be mended
 * @param waitForLease how long to wait for the lease
 */
public record DoctorOptions(CommonOptions common, boolean repairs, Duration waitForLease) {
  private static final OptionSpec<Boolean> REPAIR =
      OptionSpec.flag(
          "repair", "mend what can be mended without guessing; what is in the way moves to aside/");

  public static final Command<DoctorOptions> COMMAND =
      new Command<>(
          "doctor",
          "Verifies that change log, tables, notes, checkpoints and raw files agree, and says where not.",
          "./sluice doctor --pipeline transactions",
          CommonOptions.and(REPAIR, WriterOptions.WAIT),
          DoctorOptions::read,
          DoctorOptions::common,
          Summaries::listed);

  private static DoctorOptions read(OptionValues values) {
    return new DoctorOptions(
        CommonOptions.read(values), values.get(REPAIR), values.get(WriterOptions.WAIT));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.time.Duration;

/**
 * The options of maintain.
 *
 * @param keep how long a version of a table stays readable after it was replaced
 * @param waitForLease how long to wait for the lease
 */
public record MaintainOptions(CommonOptions common, Duration keep, Duration waitForLease) {
  static final OptionSpec<Duration> KEEP =
      OptionSpec.withDefault(
          "keep",
          "DURATION",
          OptionType.durationFrom(
              1 /* hour */,
              365 /* days */,
              "queries and runs that are under way read files of older versions"),
          "how long older versions of tables stay readable",
          "7 days");

  public static final Command<MaintainOptions> COMMAND =
      new Command<>(
          "maintain",
          "Keeps tables compact and folders small: writes small files as fewer, removes what nobody reads any more.",
          "./sluice maintain --pipeline transactions",
          CommonOptions.and(KEEP, WriterOptions.WAIT),
          MaintainOptions::read,
          MaintainOptions::common,
          Summaries::maintained);

  private static MaintainOptions read(OptionValues values) {
    return new MaintainOptions(
        CommonOptions.read(values), values.get(KEEP), values.get(WriterOptions.WAIT));
  }
}

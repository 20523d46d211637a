// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.time.Duration;

/** What jobs that write have in common. */
final class WriterOptions {
  static final OptionSpec<Duration> WAIT =
      OptionSpec.withDefault(
          "wait",
          "DURATION",
          OptionType.duration(7 /* days */),
          "how long to wait where another run writes, such as 10 minutes",
          "0");

  private WriterOptions() {}
}

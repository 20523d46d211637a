// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.decide.QuarantineFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of quarantine replay.
 *
 * @param waitForLease how long to wait for the lease
 */
public record QuarantineReplayOptions(
    CommonOptions common, Duration waitForLease, QuarantineFilter filter, String reason) {

  public static final Command<QuarantineReplayOptions> COMMAND =
      new Command<>(
          "quarantine replay",
          "Backfills the dates of quarantined records that today's rules let pass.",
          "./sluice quarantine replay --pipeline transactions --code amount_type --reason \"format corrected\"",
          options(),
          QuarantineReplayOptions::read,
          QuarantineReplayOptions::common,
          Summaries::backfilled);

  private static List<OptionSpec<?>> options() {
    List<OptionSpec<?>> own = new ArrayList<>(List.of(WriterOptions.WAIT));
    own.addAll(QuarantineFilterOptions.ALL);
    own.add(FilesDecisionOptions.REASON);
    return CommonOptions.and(own.toArray(OptionSpec<?>[]::new));
  }

  private static QuarantineReplayOptions read(OptionValues values) {
    return new QuarantineReplayOptions(
        CommonOptions.read(values),
        values.get(WriterOptions.WAIT),
        QuarantineFilterOptions.read(values),
        values.get(FilesDecisionOptions.REASON));
  }
}

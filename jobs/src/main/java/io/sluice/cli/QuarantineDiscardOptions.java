// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.decide.QuarantineFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of quarantine discard.
 *
 * @param waitForLease how long to wait for the lease
 */
public record QuarantineDiscardOptions(
    CommonOptions common, Duration waitForLease, QuarantineFilter filter, String reason) {

  private static final OptionSpec<Boolean> ALL =
      OptionSpec.flag("all", "every record, where nothing else says which");

  public static final Command<QuarantineDiscardOptions> COMMAND =
      new Command<>(
          "quarantine discard",
          "Gives quarantined records up for good: they stay in the quarantine and count as settled.",
          "./sluice quarantine discard --pipeline transactions --file bad.csv --reason \"test data\"",
          options(),
          QuarantineDiscardOptions::read,
          QuarantineDiscardOptions::common,
          Summaries::decided);

  private static List<OptionSpec<?>> options() {
    List<OptionSpec<?>> own = new ArrayList<>(List.of(WriterOptions.WAIT));
    own.addAll(QuarantineFilterOptions.ALL);
    own.addAll(List.of(ALL, FilesDecisionOptions.REASON));
    return CommonOptions.and(own.toArray(OptionSpec<?>[]::new));
  }

  private static QuarantineDiscardOptions read(OptionValues values) {
    if (QuarantineFilterOptions.areGiven(values) == values.has(ALL)) {
      values.problem(
          "Cannot choose records: give either --file, --code, --from, --to, --batch or --id, or --all");
    }
    return new QuarantineDiscardOptions(
        CommonOptions.read(values),
        values.get(WriterOptions.WAIT),
        QuarantineFilterOptions.read(values),
        values.get(FilesDecisionOptions.REASON));
  }
}

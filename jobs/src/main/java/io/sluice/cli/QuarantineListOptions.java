// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.decide.QuarantineFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of quarantine list.
 *
 * @param discardedToo whether discarded records are listed as well
 * @param limit how many to list at most
 */
public record QuarantineListOptions(
    CommonOptions common, QuarantineFilter filter, boolean discardedToo, int limit) {

  private static final OptionSpec<Boolean> ALL =
      OptionSpec.flag("all", "discarded records as well");

  public static final Command<QuarantineListOptions> COMMAND =
      new Command<>(
          "quarantine list",
          "Lists records that were not published, counted by reason and one by one, newest first.",
          "./sluice quarantine list --pipeline transactions --code amount_type",
          options(),
          QuarantineListOptions::read,
          QuarantineListOptions::common,
          Summaries::listed);

  private static List<OptionSpec<?>> options() {
    List<OptionSpec<?>> own = new ArrayList<>(QuarantineFilterOptions.ALL);
    own.addAll(List.of(ALL, FilesListOptions.LIMIT));
    return CommonOptions.and(own.toArray(OptionSpec<?>[]::new));
  }

  private static QuarantineListOptions read(OptionValues values) {
    return new QuarantineListOptions(
        CommonOptions.read(values),
        QuarantineFilterOptions.read(values),
        values.get(ALL),
        Math.toIntExact(values.get(FilesListOptions.LIMIT)));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

/**
 * The options of quarantine show.
 *
 * @param id how the record's id begins
 */
public record QuarantineShowOptions(CommonOptions common, String id) {

  private static final OptionSpec<String> ID =
      OptionSpec.positional(
          "ID",
          QuarantineFilterOptions.ID,
          "the record's id, or how it begins",
          OptionSpec.REQUIRED);

  public static final Command<QuarantineShowOptions> COMMAND =
      new Command<>(
          "quarantine show",
          "Shows one record that was not published, whole, with its reasons; personal columns stay hidden.",
          "./sluice quarantine show 3fa9c1 --pipeline transactions",
          CommonOptions.and(ID),
          QuarantineShowOptions::read,
          QuarantineShowOptions::common,
          Summaries::listed);

  private static QuarantineShowOptions read(OptionValues values) {
    return new QuarantineShowOptions(CommonOptions.read(values), values.get(ID));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

/** The options of validate. */
public record ValidateOptions(CommonOptions common) {

  public static final Command<ValidateOptions> COMMAND =
      new Command<>(
              "validate",
              "Looks for mistakes in the pipeline's folder, and tries incremental aggregations on made-up rows: neither reads nor writes data.",
              "./sluice validate --pipeline transactions",
              CommonOptions.and(),
              ValidateOptions::read,
              ValidateOptions::common,
              Summaries::validated)
          .withoutData();

  private static ValidateOptions read(OptionValues values) {
    return new ValidateOptions(CommonOptions.read(values));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import java.util.List;

/**
 * The options of test.
 *
 * @param cases the names of the cases to run; none for all
 */
public record TestOptions(CommonOptions common, List<String> cases) {

  private static final OptionSpec<String> CASE =
      OptionSpec.list(
          "case", "CASE", OptionType.text(255), "only these cases, by their folders' names", "all");

  public static final Command<TestOptions> COMMAND =
      new Command<>(
              "test",
              "Runs the pipeline's test cases: reads its folder, and neither reads nor writes data.",
              "./sluice test --pipeline transactions --case rounds_half_up_once",
              CommonOptions.and(CASE),
              TestOptions::read,
              TestOptions::common,
              Summaries::tested)
          .withoutData();

  private static TestOptions read(OptionValues values) {
    return new TestOptions(CommonOptions.read(values), values.all(CASE));
  }
}

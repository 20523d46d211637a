// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.list;
import static io.sluice.cli.OptionType.text;

import io.sluice.author.TestRun;
import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;

/**
 * Runs a pipeline's test cases through the code that the other jobs run, and says no with exit code
 * 3 where one doesn't hold. It needs no data and leaves none.
 *
 * <pre>./sluice test --pipeline transactions</pre>
 */
public final class TestJob {
  static final OptionSpec<String> CASE =
      list("case", "CASE", text(255), "only these cases, by their folders' names", "all");

  static final OptionSpec<Boolean> AGAIN =
      flag("again", "also what held before, and depends on nothing that has changed");

  static final OptionSpec<Boolean> UPDATE =
      flag(
          "update",
          "writes what came out into expected/ of cases that don't hold, after showing it");

  public static final Command COMMAND =
      new Command(
              "test",
              "Runs the pipeline's test cases: reads its folder, and neither reads nor writes data; --update writes expected rows into the cases.",
              "./sluice test --pipeline transactions --case rounds_half_up_once",
              CommonOptions.and(CASE, AGAIN, UPDATE),
              Summaries::tested,
              (options, context) ->
                  new TestRun(context, options.all(CASE), options.get(AGAIN), options.get(UPDATE))
                      .run())
          .withoutData();

  private TestJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

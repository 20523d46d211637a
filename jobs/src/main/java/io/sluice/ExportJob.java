// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionType.matching;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.Summaries;
import io.sluice.export.ExportRun;
import io.sluice.launch.JobRunner;
import java.util.regex.Pattern;

/**
 * Sends published relations where the pipeline's {@code exports/} say, as far as the targets don't
 * have them yet.
 *
 * <pre>./sluice export --pipeline transactions</pre>
 */
public final class ExportJob {
  static final OptionSpec<String> EXPORT =
      optional(
          "export",
          "NAME",
          matching(Pattern.compile("[A-Za-z][A-Za-z0-9_]*"), "the name of a file in exports/"),
          "send this one alone",
          "all that there are");
  static final OptionSpec<Boolean> AGAIN =
      flag("again", "send everything anew, in place of all that the target has");

  public static final Command COMMAND =
      new Command(
          "export",
          "Sends published relations elsewhere: reads the tables, writes to the targets that exports/ names.",
          "./sluice export --pipeline transactions --export daily",
          CommonOptions.and(EXPORT, AGAIN, CommonOptions.WAIT),
          Summaries::exported,
          Job.writing(
              (options, context) ->
                  new ExportRun(context, options.find(EXPORT), options.get(AGAIN), System.getenv())
                      .run()));

  private ExportJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

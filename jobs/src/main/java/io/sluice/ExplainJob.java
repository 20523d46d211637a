// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.positional;
import static io.sluice.cli.OptionType.text;

import io.sluice.author.ExplainRun;
import io.sluice.author.FolderCheck;
import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.launch.JobRunner;

/**
 * Explains a relation or a check of a pipeline: its columns, what it reads, who reads it, and how
 * it is kept up to date. It needs no data and leaves none.
 *
 * <pre>./sluice explain transaction_metrics --pipeline transactions</pre>
 */
public final class ExplainJob {
  static final OptionSpec<String> RELATION =
      positional("RELATION", text(255), "a relation or a check", OptionSpec.REQUIRED);

  public static final Command COMMAND =
      new Command(
              "explain",
              "Explains a relation or a check of the pipeline's folder: columns and types, what it reads, who reads it, how it is kept up to date.",
              "./sluice explain transaction_metrics --pipeline transactions",
              CommonOptions.and(RELATION),
              (options, context) ->
                  new ExplainRun(context, options.get(RELATION)).run(System.getenv()))
          .withoutData()
          .loadedBy(FolderCheck::load);

  private ExplainJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.author.FolderCheck;
import io.sluice.author.ValidateRun;
import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;

/**
 * Looks for mistakes in a pipeline's folder: all that can be found without data, and whether
 * incremental aggregations give what their queries give. It leaves nothing.
 *
 * <pre>./sluice validate --pipeline transactions</pre>
 */
public final class ValidateJob {
  public static final Command COMMAND =
      new Command(
              "validate",
              "Looks for mistakes in the pipeline's folder, and tries incremental aggregations on made-up rows; with --data it compares with the published tables, and it never writes any.",
              "./sluice validate --pipeline transactions",
              CommonOptions.and(),
              Summaries::validated,
              (options, context) ->
                  new ValidateRun(context, options.isSaid(CommonOptions.DATA)).run())
          .withoutData()
          .loadedBy(FolderCheck::load);

  private ValidateJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

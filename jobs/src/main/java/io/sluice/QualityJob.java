// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.withDefault;
import static io.sluice.cli.OptionType.oneOf;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;
import io.sluice.pipeline.Stage;
import io.sluice.quality.QualityRun;
import java.util.List;

/**
 * Checks what is published, and says no with exit code 3 where a check of severity {@code fail} is
 * violated. It writes nothing but its report, and takes no lease.
 *
 * <pre>./sluice quality --pipeline transactions</pre>
 */
public final class QualityJob {
  static final OptionSpec<Stage> STAGE =
      withDefault(
          "stage",
          "STAGE",
          oneOf(List.of(Stage.TRANSFORM, Stage.AGGREGATE)),
          "which checks to run: transform or aggregate",
          "aggregate");

  public static final Command COMMAND =
      new Command(
          "quality",
          "Checks what is published: reads the tables, writes the findings into the report.",
          "./sluice quality --pipeline transactions --stage aggregate",
          CommonOptions.and(STAGE),
          Summaries::checked,
          (options, context) -> new QualityRun(context, options.get(STAGE)).run());

  private QualityJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionSpec.withDefault;
import static io.sluice.cli.OptionType.matching;
import static io.sluice.cli.OptionType.oneOf;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.history.ChangedRelations;
import io.sluice.history.SeenChange;
import io.sluice.launch.JobRunner;
import io.sluice.pipeline.Stage;
import io.sluice.problem.Outcome;
import io.sluice.quality.QualityRun;
import io.sluice.run.RunContext;
import java.util.List;
import java.util.Optional;

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

  static final OptionSpec<String> CHANGED_SINCE =
      optional(
          "changed-since",
          "CHANGE",
          matching(SeenChange.TEXT, "start, or what changed.until of an earlier report says"),
          "put into the report which relations have changed after that, and on which dates",
          "says nothing of it");

  public static final Command COMMAND =
      new Command(
          "quality",
          "Checks what is published: reads the tables, writes the findings into the report.",
          "./sluice quality --pipeline transactions --stage aggregate",
          CommonOptions.and(STAGE, CHANGED_SINCE),
          Summaries::checked,
          QualityJob::run);

  private QualityJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  private static Outcome run(OptionValues options, RunContext context) {
    // First: what another run publishes meanwhile is not among what was checked.
    Optional<ChangedRelations> changed =
        options
            .find(CHANGED_SINCE)
            .map(since -> ChangedRelations.of(context, SeenChange.of(since)));
    Outcome outcome = new QualityRun(context, options.get(STAGE)).run();
    changed.ifPresent(relations -> context.report().changed(relations.fields()));
    return outcome;
  }
}

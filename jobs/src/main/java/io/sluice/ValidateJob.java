// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flag;
import static io.sluice.cli.OptionSpec.list;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionType.text;

import io.sluice.author.FolderCheck;
import io.sluice.author.ShowRun;
import io.sluice.author.ValidateRun;
import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.util.List;
import java.util.Optional;

/**
 * Looks for mistakes in a pipeline's folder: all that can be found without data, and whether
 * incremental aggregations give what their queries give. It leaves nothing.
 *
 * <pre>./sluice validate --pipeline transactions</pre>
 */
public final class ValidateJob {
  static final OptionSpec<String> SHOW =
      optional(
          "show",
          "RELATION",
          text(255),
          "prints the SQL of a relation, check, rules or generate, its macros expanded, and proves nothing",
          "none");
  static final OptionSpec<String> ONLY =
      list(
          "only",
          "RELATION",
          text(255),
          "tries only these aggregations; the rest of the folder is looked at as ever",
          "all");
  static final OptionSpec<Boolean> NO_PROOF =
      flag("no-proof", "tries no aggregation, which takes most of the time");

  public static final Command COMMAND =
      new Command(
              "validate",
              "Looks for mistakes in the pipeline's folder, and tries incremental aggregations on made-up rows; with --data it compares with the published tables, and it never writes any.",
              "./sluice validate --pipeline transactions",
              CommonOptions.and(SHOW, ONLY, NO_PROOF, TestJob.AGAIN),
              Summaries::validated,
              ValidateJob::run)
          .withoutData()
          .loadedBy(FolderCheck::load)
          .checking(ValidateJob::check);

  private ValidateJob() {}

  private static Outcome run(OptionValues options, RunContext context) {
    Optional<String> shown = options.find(SHOW);
    return shown.isPresent()
        ? new ShowRun(context, shown.get()).run()
        : new ValidateRun(
                context,
                options.isSaid(CommonOptions.DATA),
                options.get(NO_PROOF),
                options.all(ONLY),
                options.get(TestJob.AGAIN))
            .run();
  }

  private static void check(OptionValues options) {
    for (OptionSpec<?> other : List.of(SHOW, NO_PROOF)) {
      if (options.has(ONLY) && options.has(other)) {
        options.problem(
            "Cannot use --only with --%s: one chooses what is tried, the other tries nothing; give one"
                .formatted(other.name()));
      }
    }
  }

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

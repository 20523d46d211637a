// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flagOrOption;
import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionType.matching;

import io.sluice.aggregate.AggregateRun;
import io.sluice.aggregate.DroppedAggregation;
import io.sluice.aggregate.FullRefresh;
import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionType;
import io.sluice.cli.OptionValues;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.util.regex.Pattern;

/**
 * Brings every aggregation up to the last published change, all from one version of the transformed
 * table.
 *
 * <pre>./sluice aggregate --pipeline transactions</pre>
 */
public final class AggregateJob {
  static final OptionSpec<FullRefresh> FULL_REFRESH =
      flagOrOption(
          "full-refresh",
          "RELATION",
          new OptionType<>(
              "the name of an aggregation, or nothing for all",
              text -> text.isEmpty() ? FullRefresh.ALL : FullRefresh.of(text)),
          "compute everything anew from all that is published, or one aggregation and what is computed from it",
          "only what new data has touched");

  static final OptionSpec<String> DROP =
      optional(
          "drop",
          "RELATION",
          matching(Pattern.compile("[A-Za-z][A-Za-z0-9_]*"), "the name of an aggregation"),
          "take the rows of an aggregation away whose file was deleted, and do nothing else",
          "none");

  public static final Command COMMAND =
      new Command(
              "aggregate",
              "Brings aggregations up to date: reads the changes and the transformed table, writes every aggregation.",
              "./sluice aggregate --pipeline transactions",
              CommonOptions.and(FULL_REFRESH, DROP, CommonOptions.WAIT),
              Summaries::aggregated,
              Job.writing(AggregateJob::run))
          .checking(AggregateJob::check);

  private AggregateJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  private static Outcome run(OptionValues options, RunContext context) {
    return options.has(DROP)
        ? new DroppedAggregation(context, options.get(DROP)).drop()
        : new AggregateRun(context, options.find(FULL_REFRESH).orElse(FullRefresh.NONE)).run();
  }

  private static void check(OptionValues options) {
    if (options.has(DROP) && options.has(FULL_REFRESH)) {
      options.problem(
          "Cannot use --drop with --full-refresh: one removes an aggregation, the other computes some; give one");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.flagOrOption;

import io.sluice.aggregate.AggregateRun;
import io.sluice.aggregate.FullRefresh;
import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.Job;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionType;
import io.sluice.cli.Summaries;
import io.sluice.launch.JobRunner;

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

  public static final Command COMMAND =
      new Command(
          "aggregate",
          "Brings aggregations up to date: reads the changes and the transformed table, writes every aggregation.",
          "./sluice aggregate --pipeline transactions",
          CommonOptions.and(FULL_REFRESH, CommonOptions.WAIT),
          Summaries::aggregated,
          Job.writing(
              (options, context) ->
                  new AggregateRun(context, options.find(FULL_REFRESH).orElse(FullRefresh.NONE))
                      .run()));

  private AggregateJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.aggregate.FullRefresh;
import java.time.Duration;

/**
 * The options of aggregate.
 *
 * @param waitForLease how long to wait for the lease
 * @param refresh what to compute from everything that is published
 */
public record AggregateOptions(CommonOptions common, Duration waitForLease, FullRefresh refresh) {
  private static final OptionSpec<FullRefresh> FULL_REFRESH =
      OptionSpec.flagOrOption(
          "full-refresh",
          "RELATION",
          new OptionType<>(
              "the name of an aggregation, or nothing for all",
              text -> text.isEmpty() ? FullRefresh.ALL : FullRefresh.of(text)),
          "compute everything anew from all that is published, or one aggregation and what is computed from it",
          "only what new data has touched");

  public static final Command<AggregateOptions> COMMAND =
      new Command<>(
          "aggregate",
          "Brings aggregations up to date: reads the changes and the transformed table, writes every aggregation.",
          "./sluice aggregate --pipeline transactions",
          CommonOptions.and(FULL_REFRESH, WriterOptions.WAIT),
          AggregateOptions::read,
          AggregateOptions::common,
          Summaries::aggregated);

  private static AggregateOptions read(OptionValues values) {
    return new AggregateOptions(
        CommonOptions.read(values),
        values.get(WriterOptions.WAIT),
        values.find(FULL_REFRESH).orElse(FullRefresh.NONE));
  }
}

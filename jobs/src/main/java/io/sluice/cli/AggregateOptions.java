package io.sluice.cli;

import java.time.Duration;

/**
 * The options of aggregate.
 *
 * @param waitForLease how long to wait for the lease
 */
public record AggregateOptions(CommonOptions common, Duration waitForLease) {

  public static final Command<AggregateOptions> COMMAND =
      new Command<>(
          "aggregate",
          "Brings aggregations up to date: reads the changes and the transformed table, writes every aggregation.",
          "./sluice aggregate --pipeline transactions",
          CommonOptions.and(WriterOptions.WAIT),
          AggregateOptions::read,
          AggregateOptions::common,
          Summaries::aggregated);

  private static AggregateOptions read(Values values) {
    return new AggregateOptions(CommonOptions.read(values), values.get(WriterOptions.WAIT));
  }
}

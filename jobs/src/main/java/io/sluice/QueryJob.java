// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import io.sluice.cli.QueryOptions;
import io.sluice.inspect.QueryRun;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;

/**
 * Reads a pipeline's relations by their names, as the change log has them, and prints what a query
 * finds.
 *
 * <pre>./sluice query "select status, count(*) from files group by status" --pipeline transactions
 * </pre>
 */
public final class QueryJob {
  private QueryJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(QueryOptions.COMMAND, args, QueryJob::run));
  }

  static Outcome run(QueryOptions options, RunContext context) {
    return new QueryRun(context, options.sql(), options.limit(), options.format()).run();
  }
}

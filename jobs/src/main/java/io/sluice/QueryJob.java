// SPDX-License-Identifier: Apache-2.0
package io.sluice;

import static io.sluice.cli.OptionSpec.optional;
import static io.sluice.cli.OptionSpec.positional;
import static io.sluice.cli.OptionSpec.withDefault;
import static io.sluice.cli.OptionType.oneOf;
import static io.sluice.cli.OptionType.text;
import static io.sluice.cli.OptionType.wholeNumber;

import io.sluice.cli.Command;
import io.sluice.cli.CommonOptions;
import io.sluice.cli.OptionSpec;
import io.sluice.cli.OptionValues;
import io.sluice.inspect.QueryFormat;
import io.sluice.inspect.QueryRun;
import io.sluice.launch.JobRunner;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import java.util.List;

/**
 * Reads a pipeline's relations by their names, as the change log has them, and prints what a query
 * finds.
 *
 * <pre>./sluice query "select status, count(*) from files group by status" --pipeline transactions
 * </pre>
 */
public final class QueryJob {
  static final OptionSpec<String> SQL =
      positional(
          "SQL",
          text(100_000),
          "the query, 'describe RELATION' or 'show tables', in quotes",
          OptionSpec.REQUIRED);
  static final OptionSpec<Long> LIMIT =
      optional(
          "limit",
          "N",
          wholeNumber(1, 1_000_000_000),
          "how many rows to print at most; where the output is no terminal, more rows are an error",
          QueryRun.ON_A_TERMINAL + " on a terminal, else all");
  static final OptionSpec<QueryFormat> FORMAT =
      withDefault(
          "format",
          "FORMAT",
          oneOf(List.of(QueryFormat.values())),
          "table, or csv or json with nothing else on stdout",
          "table");

  public static final Command COMMAND =
      new Command(
              "query",
              "Reads a pipeline's relations by name, all as the change log has them; personal columns stay hidden.",
              "./sluice query 'select path, status from files' --pipeline transactions",
              CommonOptions.and(SQL, LIMIT, FORMAT),
              QueryJob::run)
          .forPrograms(options -> options.get(FORMAT) != QueryFormat.TABLE);

  private QueryJob() {}

  public static void main(String[] args) {
    System.exit(JobRunner.run(COMMAND, args));
  }

  private static Outcome run(OptionValues options, RunContext context) {
    return new QueryRun(context, options.get(SQL), options.find(LIMIT), options.get(FORMAT)).run();
  }
}

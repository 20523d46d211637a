// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.inspect.QueryFormat;
import java.util.List;

/**
 * The options of query.
 *
 * @param limit how many rows to show at most
 */
public record QueryOptions(CommonOptions common, String sql, int limit, QueryFormat format) {
  private static final OptionSpec<String> SQL =
      OptionSpec.positional(
          "SQL", OptionType.text(100_000), "the query, in quotes", OptionSpec.REQUIRED);
  private static final OptionSpec<Long> LIMIT =
      OptionSpec.withDefault(
          "limit", "N", OptionType.wholeNumber(1, 100_000), "how many rows to show at most", "100");
  private static final OptionSpec<QueryFormat> FORMAT =
      OptionSpec.withDefault(
          "format",
          "FORMAT",
          OptionType.oneOf(List.of(QueryFormat.values())),
          "table, or csv or json with nothing else on stdout",
          "table");

  public static final Command<QueryOptions> COMMAND =
      new Command<>(
              "query",
              "Reads a pipeline's relations by name, all as the change log has them; personal columns stay hidden.",
              "./sluice query 'select path, status from files' --pipeline transactions",
              CommonOptions.and(SQL, LIMIT, FORMAT),
              QueryOptions::read,
              QueryOptions::common,
              Summaries::listed)
          .forPrograms(options -> options.format() != QueryFormat.TABLE);

  private static QueryOptions read(OptionValues values) {
    return new QueryOptions(
        CommonOptions.read(values),
        values.get(SQL),
        Math.toIntExact(values.get(LIMIT)),
        values.get(FORMAT));
  }
}

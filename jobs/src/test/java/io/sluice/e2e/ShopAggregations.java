// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import io.sluice.testing.PipelineFolder;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A small shop whose aggregations are kept up to date in every way there is. */
final class ShopAggregations {
  static final String DAILY =
      """
      -- materialized: incremental_by_date
      select sold_date, count(*) as sales, sum(price) as revenue, current_timestamp() as made_at
      from sales
      group by sold_date
      """;

  static final String BUYERS =
      """
      -- materialized: distinct_keys
      select distinct buyer from sales
      """;

  static final String TOTALS =
      """
      -- materialized: full
      select
          (select count(*) from buyers) as buyers,
          sum(sales) as sales,
          sum(revenue) as revenue
      from daily
      """;

  /** A visit ends half an hour after its last sale; it belongs to the day on which it began. */
  static final String VISITS =
      """
      -- materialized: incremental_by_date
      -- overlap: 1 day
      select to_date(visit.start) as sold_date, buyer, visit.start as began, count(*) as sales
      from (
          select buyer, session_window(sold_at, '30 minutes') as visit, price
          from sales
      )
      group by buyer, visit
      """;

  private final PipelineFolder sql;
  private final Workspace workspace;

  ShopAggregations(Path folder) {
    sql =
        new PipelineFolder(folder.resolve("sql"))
            .write("pipeline.yaml", PipelineFolder.YAML.replace("  personal: [buyer]\n", ""))
            .write("rules.sql", "select price > 0 as price_is_positive from source\n")
            .write(
                "transformations.sql",
                "select id, price, buyer, sold_at, to_date(sold_at) as sold_date from source\n");
    workspace = new Workspace(folder.resolve("data"), folder.resolve("sql"), PipelineFolder.NAME);
  }

  Workspace workspace() {
    return workspace;
  }

  ShopAggregations aggregation(String name, String text) {
    sql.write("aggregations/" + name + ".sql", text);
    return this;
  }

  /** Writes any file of the pipeline's folder. */
  ShopAggregations write(String file, String text) {
    sql.write(file, text);
    return this;
  }

  /** Lands a file and transforms it; each sale is {@code id price buyer time}. */
  void sell(String file, String... sales) throws IOException {
    workspace.land(
        file,
        Stream.of(sales)
            .map(sale -> sale.split(" ", 4))
            .map(parts -> "%s,%s,,%s,%s\n".formatted(parts[0], parts[1], parts[3], parts[2]))
            .collect(Collectors.joining("", "id,price,quantity,sold_at,buyer\n", "")));
    var run = workspace.run("transform");
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.outcome());
    }
  }

  /** The rows of a relation, sorted, as text, with these columns alone. */
  List<String> rows(String relation, String... columns) {
    return workspace.table(relation).stream().map(row -> text(row, columns)).sorted().toList();
  }

  private static String text(Map<String, Object> row, String... columns) {
    return Stream.of(columns)
        .map(column -> String.valueOf(row.get(column)))
        .collect(Collectors.joining(" "));
  }
}

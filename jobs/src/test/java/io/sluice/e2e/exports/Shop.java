// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Contents;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A small shop with a table by dates, an aggregation by dates and one of everything. */
final class Shop {
  static final String HEADER = "id,price,quantity,sold_at,buyer\n";

  /** Two sales a day, on two days. */
  static final String FIRST =
      HEADER
          + "a,1.50,,2026-01-05 10:00:00,anna\n"
          + "b,2.00,3,2026-01-05 11:00:00,\n"
          + "c,0.25,1,2026-01-06 10:00:00,otto\n"
          + "d,9.99,2,2026-01-06 23:59:59,\n";

  /** A late one, and one on a third day. */
  static final String SECOND =
      HEADER + "e,4.00,,2026-01-05 12:00:00,\n" + "f,5.00,1,2026-01-07 00:00:00,\n";

  static final String DATABASE =
      """
      postgresql:
        url: ${DB_URL}
        user: ${DB_USER}
        password: ${DB_PASSWORD}
      """;

  final Workspace workspace;
  final PipelineFolder folder;
  final Path root;

  Shop(Path root) {
    this.root = root;
    folder =
        new PipelineFolder(root.resolve("sql"))
            .write(
                "aggregations/daily.sql",
                """
                -- materialized: incremental_by_date
                select sold_date, count(*) as sales, sum(price) as revenue from sales group by sold_date
                """)
            .write(
                "aggregations/totals.sql",
                "select sum(sales) as sales, sum(revenue) as revenue from daily\n");
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
  }

  /** An export into a table of PostgreSQL. */
  Shop toPostgresql(String name, String relation, String table, String... key) {
    folder.write(
        "exports/%s.yaml".formatted(name),
        "relation: %s\n%s  table: %s\n%s"
            .formatted(
                relation,
                DATABASE,
                table,
                key.length == 0 ? "" : "  key: [%s]\n".formatted(String.join(", ", key))));
    return this;
  }

  /** Lands a file, and brings all tables up to it. */
  void publish(String file, String content) throws IOException {
    workspace.land(file, content);
    succeed("transform");
    succeed("aggregate");
  }

  RunResult succeed(String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.message()).isZero();
    return run;
  }

  /** Runs a job that has to end with an exit code. */
  RunResult fail(int exitCode, String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.message()).isEqualTo(exitCode);
    return run;
  }

  /** What a relation holds by its Delta table, each value as PostgreSQL writes it. */
  List<Map<String, String>> published(String relation) {
    return sorted(
        workspace.table(relation).stream()
            .map(
                row -> {
                  Map<String, String> texts = new TreeMap<>();
                  row.forEach((column, value) -> texts.put(column, text(value)));
                  return texts;
                })
            .toList());
  }

  static List<Map<String, String>> sorted(List<Map<String, String>> rows) {
    List<Map<String, String>> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparing(Object::toString));
    return sorted;
  }

  private static String text(Object value) {
    if (value instanceof Instant time) {
      String text =
          DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS")
              .format(time.atOffset(ZoneOffset.UTC));
      return text.replaceFirst("\\.?0*$", "") + "+00";
    } else if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value == null ? null : value.toString();
  }

  /** The rows of a relation's Delta table, ingestion columns aside. */
  List<Map<String, Object>> plain(String relation) {
    return Contents.without(
        workspace.table(relation), "source_file", "record_hash", "processed_timestamp");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.PostgresServer;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables of PostgreSQL hold what is published, also after failures on the way. */
@ExtendWith(SparkSessionExtension.class)
class PostgresqlExportTest {
  private static PostgresServer server;

  @TempDir Path root;
  private Shop shop;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException, SQLException {
    server.execute("drop schema if exists public cascade");
    server.execute("create schema public");
    shop = new Shop(root);
    shop.workspace.set(server.environment());
    shop.toPostgresql("daily", "daily", "daily")
        .toPostgresql("sales", "sales", "public.sales", "id", "sold_date")
        .toPostgresql("totals", "totals", "totals");
  }

  @Test
  void targets_follow_what_is_published() throws IOException, SQLException {
    assertThat(shop.succeed("export").verdict())
        .isEqualTo("NO-OP not published yet: daily, sales, totals");
    shop.publish("a.csv", Shop.FIRST);
    RunResult first = shop.succeed("export");
    assertThat(first.verdict())
        .isEqualTo(
            "RUN daily: everything (never sent); sales: everything (never sent); totals: everything"
                + " (never sent)");
    assertThat(first.outcome())
        .startsWith(
            "SUCCEEDED export shop: daily: 2 rows, everything; sales: 4 rows, everything; totals: 1"
                + " row, everything");
    requireEqual();
    assertThat(
            server.query(
                "select pipeline, export, target, change from sluice_exports order by export"))
        .containsExactly(
            Map.of("pipeline", "shop", "export", "daily", "target", "daily", "change", "3"),
            Map.of("pipeline", "shop", "export", "sales", "target", "public.sales", "change", "4"),
            Map.of("pipeline", "shop", "export", "totals", "target", "totals", "change", "5"));
    assertThat(shop.succeed("export").verdict())
        .isEqualTo("NO-OP every target has what is published");
    assertThat(shop.succeed("aggregate").verdict()).startsWith("NO-OP ");

    Map<String, String> before = written("sales");
    shop.publish("b.csv", Shop.SECOND);
    RunResult second = shop.succeed("export");
    assertThat(second.verdict())
        .isEqualTo(
            "RUN daily: 2 dates (2026-01-05, 2026-01-07); sales: 2 dates (2026-01-05, 2026-01-07);"
                + " totals: everything (it changed as a whole)");
    assertThat(second.report().path("exports").get(1).toString())
        .isEqualTo(
            "{\"export\":\"sales\",\"relation\":\"sales\",\"to\":\"postgresql\",\"target\":\"table public.sales at %s/postgres\",\"change\":10,\"everything\":false,\"dates\":[\"2026-01-05\",\"2026-01-07\"],\"rows\":4,\"rows_deleted\":0}"
                .formatted(server.address()));
    requireEqual();
    assertThat(written("sales")).containsAllEntriesOf(before);

    shop.folder.write("rules.sql", PipelineFolder.RULES.replace("price > 0 as", "price > 1.75 as"));
    shop.succeed(
        "backfill",
        "--from",
        "2026-01-05",
        "--to",
        "2026-01-06",
        "--reason",
        "cheap ones are errors");
    shop.succeed("aggregate");
    assertThat(shop.succeed("export").outcome())
        .contains("daily: 2 rows, 2 dates; sales: 3 rows, 2 dates; totals: 1 row");
    assertThat(server.query("select id from sales order by id"))
        .extracting(row -> row.get("id"))
        .containsExactly("b", "d", "e", "f");
    requireEqual();
    shop.succeed("maintain");
    assertThat(shop.succeed("export").verdict()).startsWith("NO-OP ");
    assertThat(shop.succeed("doctor").message()).contains("all agree");

    server.execute("delete from daily");
    assertThat(shop.succeed("export", "--export", "daily", "--again").verdict())
        .isEqualTo("RUN daily: everything (asked for)");
    requireEqual();
  }

  @Test
  void a_run_that_was_killed_after_the_commit_sends_nothing_twice()
      throws IOException, SQLException {
    shop.publish("a.csv", Shop.FIRST);
    shop.succeed("export", "--export", "sales");
    Map<String, String> written = written("sales");
    Files.delete(shop.workspace.in("changes/000004.json"));
    RunResult again = shop.succeed("export", "--export", "sales");
    assertThat(again.outcome())
        .startsWith("SUCCEEDED export shop: sales: nothing, a killed run had sent it");
    assertThat(written("sales")).isEqualTo(written);

    Files.delete(shop.workspace.in("changes/000004.json"));
    shop.publish("b.csv", Shop.SECOND);
    assertThat(shop.succeed("export").outcome()).contains("sales: 4 rows, 2 dates");
    requireEqual();
  }

  @LongProof
  @Test
  void another_target_is_filled_from_the_beginning() throws IOException, SQLException {
    shop.publish("a.csv", Shop.FIRST);
    shop.succeed("export");
    shop.toPostgresql("sales", "sales", "sold", "id", "sold_date");
    assertThat(shop.succeed("export").verdict())
        .isEqualTo("RUN sales: everything (it is defined in another way)");
    assertThat(Shop.sorted(server.query("select * from sold"))).isEqualTo(shop.published("sales"));
    server.execute("drop table daily");
    shop.publish("b.csv", Shop.SECOND);
    assertThat(shop.succeed("export").outcome()).contains("daily: 3 rows, everything");
    assertThat(Shop.sorted(server.query("select * from daily"))).isEqualTo(shop.published("daily"));
  }

  private void requireEqual() throws SQLException {
    for (String relation : List.of("daily", "sales", "totals")) {
      assertThat(Shop.sorted(server.query("select * from " + relation)))
          .as(relation)
          .isEqualTo(shop.published(relation));
    }
  }

  /** By key, the transaction that has written each row. */
  private static Map<String, String> written(String table) throws SQLException {
    Map<String, String> written = new java.util.TreeMap<>();
    server
        .query("select id, xmin::text as xmin from " + table)
        .forEach(row -> written.put(row.get("id"), row.get("xmin")));
    return written;
  }
}

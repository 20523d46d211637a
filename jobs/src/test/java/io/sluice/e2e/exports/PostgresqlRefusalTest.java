// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.PostgresServer;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What keeps rows from being sent is named with its remedy, and leaves the target as it was. */
@ExtendWith(SparkSessionExtension.class)
class PostgresqlRefusalTest {
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
  void publish() throws IOException, SQLException {
    server.execute("drop schema if exists public cascade");
    server.execute("create schema public");
    shop = new Shop(root);
    shop.workspace.set(server.environment());
    shop.workspace.land("a.csv", Shop.FIRST);
    shop.succeed("transform");
    shop.toPostgresql("sales", "sales", "sales", "id");
  }

  @Test
  void what_a_connection_lacks() throws IOException {
    shop.workspace.set(Map.of());
    refuse(
        2,
        "Cannot use url in exports/sales.yaml: it names ${DB_URL}, an environment variable that is"
            + " not set; set it");
    assertThat(shop.succeed("status").stdout())
        .contains(
            "exports         sales: not known: Cannot use url in exports/sales.yaml: it names"
                + " ${DB_URL}, an environment variable that is not set; set it");
    assertThat(shop.succeed("transform").verdict()).startsWith("NO-OP ");

    set("DB_PASSWORD", "another-canary");
    refuse(
        2,
        "Cannot send sales to PostgreSQL at %s/postgres: it refuses the user or the password; correct user and password in exports/sales.yaml, or the environment variables that it names"
            .formatted(server.address()));
    set("DB_URL", server.url().replace("/postgres", "/nowhere"));
    refuse(
        2,
        "Cannot send sales to PostgreSQL at %s/nowhere: there is no such database; create it, or correct url in exports/sales.yaml"
            .formatted(server.address()));
    set("DB_URL", "jdbc:postgresql://127.0.0.1:1/shop?password=canary-of-a-password");
    RunResult unreachable =
        refuse(
            1,
            "Cannot send sales to PostgreSQL at 127.0.0.1:1/shop: it can't be reached; nothing of"
                + " it is there, or all of it: a rerun tells and sends the rest");
    assertThat(unreachable.report().path("next_step").asText())
        .isEqualTo("see that PostgreSQL at 127.0.0.1:1/shop answers, then rerun the same command");
    set("DB_URL", "http://canary-of-a-password");
    refuse(
        2,
        "Cannot send sales: url in exports/sales.yaml is no URL of PostgreSQL; write it as"
            + " jdbc:postgresql://host:port/database");
  }

  @LongProof
  @Test
  void a_table_that_does_not_fit() throws IOException, SQLException {
    server.execute(
        "create table sales (id text primary key, price numeric(5,1), note text not null)");
    refuse(
        2,
        "Cannot send sales to PostgreSQL at %s/postgres: table sales doesn't fit relation sales: its column price is numeric(5,1), and numeric(10,2) is needed; it has no column quantity, which would be integer; it has no column sold_date, which would be date; it has no column source_file, which would be text; it has no column record_hash, which would be bigint; it has no column processed_timestamp, which would be timestamp with time zone; its column note must not be null, and the export has none of that name; alter or drop the table, or choose columns in exports/sales.yaml"
            .formatted(server.address()));
    server.execute("insert into sales values ('mine', 1, 'kept')");
    refuse(
        2,
        "Cannot send sales to PostgreSQL at %s/postgres: table sales has rows that this export hasn't sent; empty it, or choose another table in exports/sales.yaml"
            .formatted(server.address()));
    assertThat(server.query("select note from sales")).containsExactly(Map.of("note", "kept"));
    server.execute("drop table sales");
    shop.toPostgresql("sales", "sales", "there.sales", "id");
    refuse(
        2,
        "Cannot send sales to PostgreSQL at %s/postgres: there is no such schema; create it, or correct table in exports/sales.yaml"
            .formatted(server.address()));
  }

  @Test
  void keys_that_tell_no_rows_apart() throws IOException, SQLException {
    shop.toPostgresql("sales", "sales", "sales", "sold_date");
    refuse(
        2,
        "Cannot send sales to PostgreSQL at %s/postgres: the key in exports/sales.yaml stands on more than one row (constraint sales_pkey); add columns to it that tell rows apart, such as the event date"
            .formatted(server.address()));
    assertThat(server.query("select 1 from pg_tables where schemaname = 'public'")).isEmpty();

    shop.toPostgresql("sales", "sales", "sales", "id");
    shop.succeed("export");
    shop.workspace.land("b.csv", Shop.HEADER + "a,7.00,1,2026-01-09 10:00:00,\n");
    shop.succeed("transform");
    refuse(
        2,
        "Cannot send sales to PostgreSQL at %s/postgres: a key stands on two dates, of which only one was sent; add sold_date to key in exports/sales.yaml"
            .formatted(server.address()));
    server.execute("alter table sales drop constraint sales_pkey");
    refuse(
        2,
        "Cannot send sales to PostgreSQL at %s/postgres: table sales has no primary key or unique constraint on id; add one, or correct key in exports/sales.yaml"
            .formatted(server.address()));
    assertThat(server.query("select count(*) as n from sales")).containsExactly(Map.of("n", "4"));
  }

  @LongProof
  @Test
  void a_target_of_another_log() throws IOException, SQLException {
    shop.succeed("export");
    Shop other = new Shop(root.resolve("other"));
    other.workspace.set(server.environment());
    other.toPostgresql("sales", "sales", "sales", "id");
    other.workspace.land("a.csv", Shop.SECOND);
    other.succeed("transform");
    RunResult refused = other.fail(5, "export");
    assertThat(refused.message())
        .isEqualTo(
            "Cannot send sales: table sales at %s/postgres has change 1 of another log: another data folder has filled it, or this one was restored from a backup; to replace all that is there, send everything anew"
                .formatted(server.address()));
    assertThat(refused.report().path("next_step").asText())
        .isEqualTo("./sluice export --pipeline shop --export sales --again");
    other.succeed("export", "--again");
    assertThat(Shop.sorted(server.query("select * from sales")))
        .isEqualTo(other.published("sales"));
  }

  @LongProof
  @Test
  void personal_columns_are_sent_only_where_the_export_says_so() throws IOException, SQLException {
    shop.folder.write(
        "transformations.sql",
        "select id, price, quantity, buyer, to_date(sold_at) as sold_date from source\n");
    shop.succeed("backfill", "--all", "--reason", "buyers");
    refuse(
        2,
        "Cannot send sales: mistakes in exports/sales.yaml: personal: found nothing, and buyer"
            + " would be sent, which the pipeline calls personal; allowed: send, mask, or columns"
            + " without it");
    assertThat(shop.fail(2, "validate").message())
        .contains("exports/sales.yaml: personal: found nothing, and buyer would be sent,");
    String yaml =
        "relation: sales\npersonal: %s\n" + Shop.DATABASE + "  table: sales\n  key: [%s]\n";
    shop.folder.write("exports/sales.yaml", yaml.formatted("mask", "id"));
    shop.succeed("export");
    assertThat(server.query("select buyer from sales where buyer is not null")).isEmpty();
    shop.folder.write("exports/sales.yaml", yaml.formatted("send", "id"));
    shop.succeed("export");
    assertThat(Shop.sorted(server.query("select * from sales"))).isEqualTo(shop.published("sales"));
    shop.folder.write("exports/sales.yaml", yaml.formatted("mask", "buyer"));
    refuse(
        2,
        "Cannot send sales: mistakes in exports/sales.yaml: personal: found 'mask', and buyer tells"
            + " rows apart; allowed: send, or another key");
  }

  private RunResult refuse(int exitCode, String message) throws IOException {
    RunResult refused = shop.fail(exitCode, "export");
    assertThat(refused.message()).isEqualTo(message);
    assertThat(String.join("\n", refused.stdout()) + refused.report())
        .doesNotContain("canary")
        .doesNotContain(PostgresServer.PASSWORD);
    return refused;
  }

  private void set(String name, String value) {
    Map<String, String> environment = new HashMap<>(server.environment());
    environment.put(name, value);
    shop.workspace.set(environment);
  }
}

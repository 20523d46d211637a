// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.PostgresServer;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every type arrives in PostgreSQL as what it was. */
@ExtendWith(SparkSessionExtension.class)
class TypesExportTest {
  @TempDir Path root;

  @Test
  void values_of_every_type() throws IOException, SQLException {
    Shop shop = new Shop(root);
    shop.folder.write(
        "transformations.sql",
        """
        select
            id,
            price,
            case when id = 'a' then 'tab\\there, \\\\N, \\\\ and\\r\\nlines "ü" \\'q\\'' else if(id = 'b', '', null) end as note,
            if(id = 'a', true, null) as is_good,
            cast(if(id = 'a', -7, null) as smallint) as small,
            cast(if(id = 'a', 9223372036854775807, null) as bigint) as big,
            cast(if(id = 'a', 1.5, null) as float) as single,
            cast(if(id = 'a', '-Infinity', 'NaN') as double) as twice,
            cast(if(id = 'a', '12345678901234567890.0000000001', null) as decimal(38, 10)) as exact,
            if(id = 'a', sold_at + interval 123456 microseconds, null) as at_time,
            if(id = 'a', unhex('00FF5C'), null) as raw,
            if(id = 'a', array(1, null), null) as list,
            if(id = 'a', named_struct('x', 'a\\tb', 'y', cast(null as int), 'at', sold_at + interval 123456 microseconds), null) as parts,
            if(id = 'a', map('k', 2.50), null) as pairs,
            to_date(sold_at) as sold_date
        from source
        """);
    shop.folder.write(
        "exports/types.yaml",
        "relation: sales\n"
            + "columns: [id, note, is_good, small, big, single, twice, exact, at_time, raw, list,"
            + " parts, pairs, sold_date]\n"
            + Shop.DATABASE
            + "  table: Types\n  key: [sold_date, id]\n");
    shop.workspace.land("a.csv", Shop.FIRST);
    shop.succeed("transform");
    try (PostgresServer server = PostgresServer.start()) {
      shop.workspace.set(server.environment());
      shop.succeed("export");
      requireRows(server);
      shop.succeed("export", "--again"); // by way of staged rows
      requireRows(server);
      assertThat(
              server.query(
                  "select column_name || ' ' || data_type as c from information_schema.columns"
                      + " where table_name = 'Types' order by ordinal_position"))
          .extracting(row -> row.get("c"))
          .containsExactly(
              "id text",
              "note text",
              "is_good boolean",
              "small smallint",
              "big bigint",
              "single real",
              "twice double precision",
              "exact numeric",
              "at_time timestamp with time zone",
              "raw bytea",
              "list jsonb",
              "parts jsonb",
              "pairs jsonb",
              "sold_date date");
    }
  }

  private static void requireRows(PostgresServer server) throws SQLException {
    List<Map<String, String>> rows =
        server.query("select * from \"Types\" where id in ('a', 'b') order by id");
    Map<String, String> first = new TreeMap<>();
    first.put("id", "a");
    first.put("note", "tab\there, \\N, \\ and\r\nlines \"ü\" 'q'");
    first.put("is_good", "t");
    first.put("small", "-7");
    first.put("big", "9223372036854775807");
    first.put("single", "1.5");
    first.put("twice", "-Infinity");
    first.put("exact", "12345678901234567890.0000000001");
    first.put("at_time", "2026-01-05 10:00:00.123456+00");
    first.put("raw", "\\x00ff5c");
    first.put("list", "[1, null]");
    first.put("parts", "{\"x\": \"a\\tb\", \"y\": null, \"at\": \"2026-01-05T10:00:00.123456Z\"}");
    first.put("pairs", "{\"k\": 2.50}");
    first.put("sold_date", "2026-01-05");
    assertThat(rows.get(0)).isEqualTo(first);
    Map<String, String> second = new TreeMap<>(first);
    second.replaceAll((column, value) -> null);
    second.put("id", "b");
    second.put("note", "");
    second.put("twice", "NaN");
    second.put("sold_date", "2026-01-05");
    assertThat(rows.get(1)).isEqualTo(second);
  }
}

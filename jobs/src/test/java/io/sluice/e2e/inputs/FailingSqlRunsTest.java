// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** No wrong figure with exit code 0: a number that can't be right is an error with its place. */
@ExtendWith(SparkSessionExtension.class)
class FailingSqlRunsTest {
  private static final String YAML =
      """
      source:
        schema: |
          id STRING NOT NULL, region STRING, a INT, b BIGINT, d DECIMAL(38,2), ms BIGINT, x DOUBLE,
          day DATE NOT NULL
        personal: [region]
      table: sales
      key: [id, region, x]
      event-date: day
      gate: {max-quarantined-ratio: 1.0}
      """;
  private static final String HEADER = "id,region,a,b,d,ms,x,day\n";
  private static final String HUGE = "900000000000000000000000000000000000.00";

  /** Zero is written in two ways, and b.csv says again what a.csv has said. */
  private static final Map<String, String> FILES =
      Map.of(
          "a.csv",
          HEADER
              + "k1,,5,7,1.00,1767614400000,0.0,2026-01-05\n"
              + "k1,,5,7,1.00,1767614400000,-0.0,2026-01-05\n"
              + "k2,,3000000,9000000000000000000,%s,1767614400000,1,2026-01-05\n".formatted(HUGE)
              + "k3,,0,9000000000000000000,%s,1767614400000,1.0,2026-01-05\n".formatted(HUGE)
              + "k4,eu,2147483647,1,1.00,1767614400000,1,2026-01-05\n",
          "b.csv",
          HEADER
              + "k1,,5,7,1.00,1767614400000,0.0,2026-01-05\n"
              + "k4,eu,2147483647,1,1.00,1767614400000,1e0,2026-01-05\n");

  @TempDir private Path root;

  @Test
  void recordsThatOverflowAreQuarantinedAndTheOthersPublished() throws IOException {
    write(
        "rules.sql",
        "select a is null or a * 2 < 3000000000 as doubled_is_small, d is null or d >= 0 as d_ok"
            + " from source");
    write(
        "transformations.sql",
        "select id, region, a, b, d, x, a * 1000 as a_thousand, b * 10 as b_ten, cast(d * 100 as"
            + " decimal(38,2)) as d_cents, timestamp_millis(ms) as at, 100 / a as share, cast(b as"
            + " int) as b_int, day from source");
    write("aggregations/by_day.sql", byDay("sum(d) as total, sum(b) as sum_b, sum(a) as sum_a"));
    write("aggregations/overall.sql", "select sum(total) as total, sum(n) as n from by_day");
    Workspace sales = workspace();

    RunResult run = sales.run("run");

    assertThat(run.outcome())
        .startsWith(
            "SUCCEEDED run sales: 2 files, 7 rows read, 1 written, 2 duplicate, 4 quarantined");
    assertThat(sales.table("sales").get(0))
        .containsEntry("a_thousand", 5000)
        .containsEntry("b_ten", 70L)
        .containsEntry("d_cents", new BigDecimal("100.00"))
        .containsEntry("share", 20.0)
        .containsEntry("b_int", 7);
    assertThat(sales.table("overall"))
        .containsExactly(Map.of("total", new BigDecimal("1.00"), "n", 1L));
    assertThat(reasons(sales))
        .containsExactly(
            "k2: a_thousand, b_ten, d_cents, b_int",
            "k3: b_ten, d_cents, share, b_int",
            "k4: doubled_is_small",
            "k4: doubled_is_small");
  }

  @Test
  void figuresThatOverflowEndTheRunWithPlaceAndCause() throws IOException {
    write(
        "rules.sql", "select a is null or cast(a as bigint) * 2 < 5000000000 as fits from source");
    write(
        "transformations.sql",
        "select id, region, a, b, d, x, cast(a as bigint) * 1000 as a_thousand, day from source");
    write("aggregations/a_first.sql", "select day, count(*) as n from sales group by day");
    write("aggregations/by_day.sql", byDay("sum(d) as total"));
    write(
        "aggregations/shares.sql",
        "select id, upper(region) as r,\n  100 / a as share\nfrom sales");
    write("quality/all_small.sql", "select id from sales where a + 1 < 0");
    Workspace sales = workspace();

    RunResult first = sales.run("run");

    assertThat(first.exitCode()).isEqualTo(2);
    assertThat(first.message())
        .isEqualTo(
            "aggregate: Cannot compute aggregations/by_day.sql: aggregations/by_day.sql:2:28: sum(d) fails: its"
                + " value is larger than its type DECIMAL(38,2) allows; it fails for the group day ="
                + " '2026-01-05'; correct the SQL, or write try_… where null is meant");
    assertThat(sales.hasTable("a_first")).isTrue();
    assertThat(sales.hasTable("by_day")).isFalse();
    assertThat(
            sales.table("sales").stream()
                .map(row -> row.get("id") + " " + row.get("a_thousand"))
                .sorted())
        .containsExactly("k1 5000", "k2 3000000000", "k3 0", "k4 2147483647000");

    write("aggregations/by_day.sql", byDay("sum(cast(b as decimal(38, 0))) as sum_b, sum(b) as b"));
    assertThat(sales.run("aggregate").message())
        .contains(
            "aggregations/by_day.sql:2:69: sum(b) fails: its value is larger than its type BIGINT");
    write("aggregations/by_day.sql", byDay("sum(cast(b as decimal(38, 0))) as sum_b"));
    RunResult rows = sales.run("aggregate");

    assertThat(sales.table("by_day", "day"))
        .containsExactly(Map.of("n", 4L, "sum_b", new BigDecimal("18000000000000000008")));
    assertThat(rows.exitCode()).isEqualTo(2);
    assertThat(rows.message())
        .startsWith(
            "Cannot compute aggregations/shares.sql: aggregations/shares.sql:2:3: share fails at 100"
                + " / a: [DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate divisor"
                + " being 0 and return NULL instead; it fails for the row id = 'k3', region ="
                + " (hidden: personal), a = '0', b = '9000000000000000000', d = '"
                + HUGE
                + "'")
        .endsWith("; correct the SQL, or write try_… where null is meant");
    write("aggregations/shares.sql", "select id, try_divide(100, a) as share\nfrom sales");

    assertThat(sales.run("aggregate").exitCode()).isZero();
    RunResult checked = sales.run("quality");
    assertThat(checked.exitCode()).isEqualTo(2);
    assertThat(checked.message())
        .startsWith(
            "Cannot check by quality/all_small.sql: quality/all_small.sql:1:28: a + 1 < 0 fails at a"
                + " + 1: [ARITHMETIC_OVERFLOW] integer overflow. Use 'try_add' to tolerate overflow"
                + " and return NULL instead; it fails for the row id = 'k4', ");

    RunResult asked = sales.run("query", "select id,\n 1 / (a - 5) as q from sales");
    assertThat(asked.exitCode()).isEqualTo(2);
    assertThat(asked.message())
        .startsWith(
            "Cannot answer the query: the query:2:2: q fails at 1 / (a - 5): [DIVIDE_BY_ZERO]")
        .contains("it fails for the row id = 'k1', ");
  }

  @LongProof
  @Test
  void oneValueQuarantinesOneRecordUntilTheSqlIsMended() throws IOException {
    write(
        "pipeline.yaml",
        YAML.replaceAll(
                "(?s)schema: .*?personal",
                "schema: id STRING NOT NULL, ms BIGINT NOT NULL, parts STRING\n  personal")
            .replace("[region]", "[]")
            .replace("[id, region, x]", "[id]"));
    write("rules.sql", "select ms > 0 as ms_ok from source");
    String sql =
        "select id, timestamp_millis(%1$s) as at, %2$s(split(parts, ';'), 2) as second_part,"
            + " to_date(timestamp_millis(%1$s)) as day from source";
    write("transformations.sql", sql.formatted("ms", "element_at"));
    Workspace ep = new Workspace(root.resolve("data"), root.resolve("sql"), "sales");
    ep.land("nanos.csv", "id,ms,parts\nc,1767614400000000000,x;y\n");
    ep.land("good.csv", "id,ms,parts\na,1767614400000,x;y\nb,1767614400001,x\n");

    RunResult run = ep.run("transform");

    assertThat(run.outcome())
        .startsWith(
            "SUCCEEDED transform sales: 2 files, 3 rows read, 1 written, 0 duplicate, 2 quarantined");
    assertThat(reasons(ep)).containsExactly("b: second_part", "c: at, day");

    write(
        "transformations.sql",
        sql.formatted("if(ms > 1e15, ms div 1000000, ms)", "try_element_at"));
    RunResult replay = ep.run("quarantine replay", "--code", "sql_error", "--reason", "mended");

    assertThat(replay.exitCode()).as(replay.outcome()).isZero();
    assertThat(
            ep.table("sales").stream()
                .map(row -> row.get("id") + " " + row.get("at") + " " + row.get("second_part")))
        .containsExactlyInAnyOrder(
            "a 2026-01-05T12:00:00Z y",
            "b 2026-01-05T12:00:00.001Z null",
            "c 2026-01-05T12:00:00Z y");
    assertThat(ep.run("doctor").exitCode()).isZero();
  }

  private static String byDay(String figures) {
    return "-- materialized: incremental_by_date\nselect day, count(*) as n, %s from sales group by day"
        .formatted(figures);
  }

  private Workspace workspace() throws IOException {
    write("pipeline.yaml", YAML);
    Workspace sales = new Workspace(root.resolve("data"), root.resolve("sql"), "sales");
    for (String file : List.of("a.csv", "b.csv")) {
      sales.land(file, FILES.get(file));
    }
    return sales;
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("sql/sales").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Each quarantined record's id, and the names of what failed for it. */
  private static List<String> reasons(Workspace workspace) {
    return workspace.table("quarantine").stream()
        .map(
            row ->
                row.get("record").toString().replaceFirst(".*\"id\":\"(\\w+)\".*", "$1")
                    + ": "
                    + failed((List<?>) row.get("reasons")).collect(Collectors.joining(", ")))
        .sorted()
        .toList();
  }

  private static Stream<String> failed(List<?> reasons) {
    return reasons.stream()
        .map(reason -> (Map<?, ?>) reason)
        .map(
            reason -> {
              assertThat(reason.get("code")).isEqualTo("sql_error");
              return reason.get("message").toString().replaceFirst("^\\S+: (\\w+) fails.*", "$1");
            });
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Contents;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Columns whose names SQL reads as something else: with backticks, dots, blanks and quotes, or a
 * word of SQL.
 */
@ExtendWith(SparkSessionExtension.class)
class ColumnNamesTest {
  private static final String HEADER = "a`b,a.b,a b,select,it's,on.day\n";
  private static final String[] ENGINE = {"source_file", "record_hash", "processed_timestamp"};

  private static final String[] SALES = {
    "the.id", "it's", "\"kind\"", "amount.eur", "select", "day's.end"
  };

  private static final String[] DAILY = {"day's.end", "\"kind\"", "sum.eur", "order"};

  @TempDir private Path root;
  private final SparkSession spark;
  private PipelineFolder folder;
  private Workspace workspace;

  ColumnNamesTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void write() {
    folder =
        new PipelineFolder(root.resolve("sql"))
            .write(
                "pipeline.yaml",
                """
                source:
                  schema: |
                    `a``b`   STRING NOT NULL,
                    `a.b`    STRING,
                    `a b`    DECIMAL(10,2),
                    `select` INT,
                    `it's`   STRING,
                    `on.day` DATE NOT NULL
                references:
                  kinds:
                    file: kinds.csv
                    schema: "`a.b` STRING, `it's` STRING"
                    key: [a.b]
                table: sales
                key: [the.id, "it's"]
                event-date: day's.end
                gate: {max-quarantined-ratio: 1.0}
                """)
            .write("references/kinds.csv", "a.b,it's\nx,ex\ny,why\nz,zed\n")
            .write(
                "rules.sql",
                """
                select
                    source.`select` >= 0 as select_not_negative,
                    kinds.`it's` is not null as kind_known
                from source left join kinds on source.`a.b` = kinds.`a.b`
                """)
            .write("transformations.sql", transformations("source.`a b`"))
            .write(
                "aggregations/daily.sql",
                """
                -- materialized: incremental_by_date
                select `day's.end`, `"kind"`, sum(`amount.eur`) as `sum.eur`, sum(`select`) as `order`
                from sales
                group by `day's.end`, `"kind"`
                """)
            .write(
                "aggregations/pairs.sql",
                """
                -- materialized: distinct_keys
                select distinct `it's`, `"kind"`, `amount.eur` > 5 as `large.one` from sales
                """)
            .write(
                "quality/all_known.sql",
                """
                -- severity: fail
                select `the.id`, `it's` from sales where `"kind"` is null
                """);
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
  }

  @Test
  void any_name_that_a_table_may_have_goes_through_every_job() throws IOException {
    Path out = root.resolve("out");
    folder.write(
        "exports/sales.yaml",
        "relation: sales\nfolder: {path: %s, format: parquet}\n".formatted(out));
    workspace.land(
        "first.csv",
        HEADER
            + "1,x,2.50,3,ann,2026-03-02\n"
            + "2,y,1.00,4,bob,2026-03-02\n"
            + "3,x,4.00,5,ann,2026-03-03\n"
            + "3,x,4.00,5,ann,2026-03-03\n"
            + "4,z,1.00,-1,eve,2026-03-03\n"
            + "5,q,1.00,1,eve,2026-03-03\n");
    succeed("validate");
    assertThat(succeed("transform").outcome())
        .contains("6 rows read, 3 written, 1 duplicate, 2 quarantined");
    succeed("aggregate");
    assertThat(succeed("quality").outcome()).startsWith("SUCCEEDED ");
    succeed("export");

    workspace.land(
        "second.csv",
        HEADER
            + "6,y,7.00,1,cyd,2026-03-02\n"
            + "7,x,0.50,2,bob,2026-03-04\n"
            + "2,y,9.00,4,bob,2026-03-02\n");
    assertThat(succeed("run").outcome())
        .contains("3 rows read, 2 written, 0 duplicate, 1 quarantined");
    succeed("export");
    requireSales(
        out,
        "('1', 'ann', 'ex', 2.50, 3, '2026-03-02')",
        "('2', 'bob', 'why', 1.00, 4, '2026-03-02')",
        "('3', 'ann', 'ex', 4.00, 5, '2026-03-03')",
        "('6', 'cyd', 'why', 7.00, 1, '2026-03-02')",
        "('7', 'bob', 'ex', 0.50, 2, '2026-03-04')");
    requireDaily(
        "('2026-03-02', 'ex', 2.50, 3L)",
        "('2026-03-02', 'why', 8.00, 5L)",
        "('2026-03-03', 'ex', 4.00, 5L)",
        "('2026-03-04', 'ex', 0.50, 2L)");
    requirePairs(
        "('ann', 'ex', false)",
        "('bob', 'ex', false)",
        "('bob', 'why', false)",
        "('cyd', 'why', true)");

    folder.write("transformations.sql", transformations("source.`a b` * 2"));
    RunResult plan = succeed("backfill --from 2026-03-02 --to 2026-03-02 --plan");
    assertThat(plan.stdout())
        .contains(
            "date        rows  only old  only new  quarantined  duplicates  amount.eur",
            "2026-03-02  3     3         3         1            0           10.50 -> 21.00");
    succeed("backfill --apply " + plan.report().at("/plan/id").asText() + " --reason doubled");
    succeed("run");
    succeed("export");
    requireSales(
        out,
        "('1', 'ann', 'ex', 5.00, 3, '2026-03-02')",
        "('2', 'bob', 'why', 2.00, 4, '2026-03-02')",
        "('3', 'ann', 'ex', 4.00, 5, '2026-03-03')",
        "('6', 'cyd', 'why', 14.00, 1, '2026-03-02')",
        "('7', 'bob', 'ex', 0.50, 2, '2026-03-04')");
    requireDaily(
        "('2026-03-02', 'ex', 5.00, 3L)",
        "('2026-03-02', 'why', 16.00, 5L)",
        "('2026-03-03', 'ex', 4.00, 5L)",
        "('2026-03-04', 'ex', 0.50, 2L)");
    assertThat(
            succeed(
                    "query",
                    "select `the.id`, `\"kind\"` from sales where `day's.end` = '2026-03-04'",
                    "--format",
                    "csv")
                .stdout())
        .containsExactly("the.id,\"\"\"kind\"\"\"", "7,ex");
    assertThat(succeed("doctor").message()).isEqualTo("all agrees");
  }

  @Test
  void a_name_that_no_table_can_have_is_refused() throws IOException {
    folder.write(
        "transformations.sql",
        """
        select
            source.`a``b` as `the.id`,
            source.`a``b`,
            source.`it's`,
            source.`a b`,
            source.`on.day`
        from source
        """);

    RunResult refused = workspace.run("validate");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.message())
        .contains(
            "transformations.sql, line 3, column 5: found the column 'a`b'; allowed: a name without blanks and any of , ; { } ( ) = `")
        .contains(
            "transformations.sql, line 5, column 5: found the column 'a b'; allowed: a name without blanks and any of , ; { } ( ) = `");
  }

  private static String transformations(String amount) {
    return """
        select
            source.`a``b` as `the.id`,
            source.`it's`,
            kinds.`it's` as `"kind"`,
            cast(%s as decimal(10, 2)) as `amount.eur`,
            source.`select`,
            source.`on.day` as `day's.end`
        from source left join kinds on source.`a.b` = kinds.`a.b`
        """
        .formatted(amount);
  }

  /** The table, and what was exported of it, have exactly these rows. */
  private void requireSales(Path out, String... rows) {
    var expected = Contents.of(rows(SALES, rows));
    assertThat(workspace.table("sales", ENGINE)).isEqualTo(expected);
    assertThat(Contents.of(spark.read().parquet(out.toString()), ENGINE)).isEqualTo(expected);
  }

  private void requireDaily(String... rows) {
    assertThat(workspace.table("daily")).isEqualTo(Contents.of(rows(DAILY, rows)));
  }

  private void requirePairs(String... rows) {
    assertThat(workspace.table("pairs"))
        .isEqualTo(Contents.of(rows(new String[] {"it's", "\"kind\"", "large.one"}, rows)));
  }

  /** Rows as they are written down, each value by its place. Texts that are dates are dates. */
  private Dataset<Row> rows(String[] names, String... rows) {
    String values = String.join(", ", rows).replaceAll("'\\d{4}-\\d\\d-\\d\\d'", "date $0");
    return spark.sql("select * from values " + values).toDF(names);
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult result = workspace.run(job, options);
    assertThat(result.exitCode()).as(job + ": " + result.outcome()).isZero();
    return result;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Authoring;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stream can't do is told by validate, with its line and what to do instead. */
@ExtendWith(SparkSessionExtension.class)
class StreamMistakesTest {
  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          watermark: sold_on 1 hour | select id from sales | line 2: watermark: found 'sold_on', which sales does not have (did you mean 'sold_at'?); allowed: its columns: sold_at, sold_date, id, buyer, price, record_hash, source_file, processed_timestamp
          watermark: buyer 1 hour | select id from sales | line 2: watermark: found the column 'buyer' of type STRING; allowed: a TIMESTAMP of sales
          watermark: sold_at 1 hour!deduplicate: buyer, prize | select id from sales | line 3: deduplicate: found 'prize', which sales does not have (did you mean 'price'?); allowed: its columns: price, id, buyer, sold_at, sold_date, source_file, record_hash, processed_timestamp
          watermark: sold_at 1 hour | select word from words | line 1: materialized: found stream, which doesn't read sales; allowed: a query over sales, or '-- materialized: full'
          output-mode: append | select buyer, count(*) as n from sales group by buyer | line 1: materialized: found stream with output-mode append, which Spark refuses for this query: Append output mode not supported when there are streaming aggregations on streaming DataFrames/DataSets without watermark; allowed: another output-mode, a watermark, or '-- materialized: full'
          output-mode: complete | select id from sales | line 1: materialized: found stream with output-mode complete, which Spark refuses for this query: Complete output mode not supported when there are no streaming aggregations on streaming DataFrames/Datasets; allowed: another output-mode, a watermark, or '-- materialized: full'
          output-mode: complete | select count(distinct buyer) as n from sales | line 1: materialized: found stream with output-mode complete, which Spark refuses for this query: Distinct aggregations are not supported on streaming DataFrames/Datasets. Consider using approx_count_distinct() instead; allowed: another output-mode, a watermark, or '-- materialized: full'
          output-mode: update | select id from sales | line 2: output-mode: found update of rows that nothing tells apart; allowed: a query that ends with a group by, or append or complete
          output-mode: update | select count(*) as n from sales | line 2: output-mode: found update of rows that nothing tells apart; allowed: a query that ends with a group by, or append or complete
          output-mode: update | select count(*) as n from sales group by buyer, window(sold_at, '1 hour') | line 2: output-mode: found update without all that rows are told apart by: not selected is sales.buyer, window; allowed: a query that selects everything that it groups by (of a window its start), or complete
          output-mode: update | select buyer, count(*) as n from sales group by buyer having count(*) > 1 | line 2: output-mode: found update of groups of which some are left out, so that one that no longer fits would stay; allowed: a query without having or a condition on groups, or complete
          watermark: sold_at 1 hour!output-mode: update | select buyer, session_window.start as s, count(*) as n from sales group by buyer, session_window(sold_at, '5 minutes') | line 1: materialized: found stream with output-mode update, which Spark refuses for this query: Update output mode not supported for session window on streaming DataFrames/DataSets; allowed: another output-mode, a watermark, or '-- materialized: full'
          output-mode: append | select buyer, row_number() over (partition by buyer order by sold_at) as n from sales | line 1: materialized: found stream with output-mode append, which Spark refuses for this query: Window function is not supported in ROW_NUMBER() (as column `n`) on streaming DataFrames/Datasets. Structured Streaming only supports time-window aggregation using the WINDOW function. (window specification: (PARTITION BY SALES.BUYER ORDER BY SALES.SOLD_AT ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)); allowed: another output-mode, a watermark, or '-- materialized: full'
          output-mode: append | select id from sales order by id | line 1: materialized: found stream with output-mode append, which Spark refuses for this query: Sorting is not supported on streaming DataFrames/Datasets, unless it is on aggregated DataFrame/Dataset in Complete output mode; allowed: another output-mode, a watermark, or '-- materialized: full'
          output-mode: append | select a.id from sales as a left join sales as b on a.buyer = b.buyer | line 1: materialized: found stream with output-mode append, which Spark refuses for this query: Stream-stream LeftOuter join between two streaming DataFrame/Datasets is not supported without a watermark in the join keys, or a watermark on the nullable side and an appropriate range condition; allowed: another output-mode, a watermark, or '-- materialized: full'
          """)
  void areTold(String directives, String query, String mistake) throws IOException {
    shop().write("aggregations/a.sql", text(directives, query));

    RunResult run = new Authoring(root).run("validate");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.stdout().get(0)).isEqualTo("  aggregations/a.sql, " + mistake);
    assertThat(run.stdout()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          output-mode: append | select id, upper(buyer) as buyer from sales where price > 1
          output-mode: update | select coalesce(buyer, '?') as who, count(*) as n from sales group by coalesce(buyer, '?')
          output-mode: update | with hours as (select window(sold_at, '1 hour') as hour, price from sales) select hour.start as begun, sum(price) as s from hours group by hour
          output-mode: update | select hour.start as begun, n from (select window(sold_at, '1 hour') as hour, count(*) as n from sales group by 1)
          output-mode: complete | select window(sold_at, '1 hour', '15 minutes').end as ended, approx_count_distinct(buyer) as n from sales group by window(sold_at, '1 hour', '15 minutes')
          watermark: sold_at 1 hour!deduplicate: buyer, price | select buyer, session_window.start as s, count(*) as n from sales group by buyer, session_window(sold_at, '5 minutes')
          watermark: sold_at 1 hour | select a.id, b.id as other from sales as a inner join sales as b on a.buyer = b.buyer and b.sold_at between a.sold_at and a.sold_at + interval 1 hour
          output-mode: append | select sales.id, words.word from sales left join words on sales.buyer = words.word
          """)
  void areNone(String directives, String query) throws IOException {
    shop().write("aggregations/a.sql", text(directives, query));

    RunResult run = new Authoring(root).run("validate");

    assertThat(run.exitCode()).as(String.join("\n", run.stdout())).isZero();
    assertThat(run.stdout())
        .contains("skip a: stream is not proved: what becomes of late rows is up to its watermark");
  }

  @Test
  void a_test_case_has_all_rows_at_once() throws IOException {
    shop()
        .write(
            "aggregations/a.sql",
            text(
                "watermark: sold_at 1 hour!deduplicate: buyer",
                "select count(*) as n from sales group by window(sold_at, '1 hour')"))
        .write(
            "tests/each_buyer_once/given/sales.csv",
            "id,buyer,sold_at\n1,ann,2026-01-05 10:00:00\n2,ann,2026-01-05 10:10:00\n3,bob,2026-01-01 10:00:00\n")
        .write("tests/each_buyer_once/expected/a.csv", "n\n1\n1\n");

    RunResult run = new Authoring(root).run("test");

    assertThat(run.exitCode()).as(String.join("\n", run.stdout())).isZero();
  }

  private PipelineFolder shop() {
    return new Authoring(root)
        .shop()
        .write(
            "pipeline.yaml",
            PipelineFolder.YAML
                + "references: {words: {file: words.csv, schema: \"word STRING\", key: [word]}}\n")
        .write("references/words.csv", "word\nann\n")
        .write(
            "transformations.sql",
            "select id, price, buyer, sold_at, to_date(sold_at) as sold_date from source\n");
  }

  private static String text(String directives, String query) {
    return "-- materialized: stream\n-- " + directives.replace("!", "\n-- ") + "\n" + query + "\n";
  }
}

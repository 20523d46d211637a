// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationsTest {
  @TempDir Path root;
  private TestFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new TestFolder(root);
  }

  @Test
  void come_after_what_they_read() {
    folder
        .write("aggregations/a.sql", "select * from c join b")
        .write("aggregations/b.sql", "select * from sales")
        .write("aggregations/c.sql", "select * from d")
        .write("aggregations/d.sql", "select * from sales");

    assertThat(folder.load().aggregations())
        .extracting(Aggregation::relation)
        .containsExactly("b", "d", "c", "a");
  }

  @Test
  void may_not_wait_for_each_other() {
    folder
        .write("aggregations/a.sql", "select * from b")
        .write("aggregations/b.sql", "select * from c")
        .write("aggregations/c.sql", "select * from b");

    assertThat(folder.findings())
        .containsExactly(
            "aggregations/b.sql: found a cycle: b reads c reads b; allowed: aggregations that don't"
                + " wait for each other");
  }

  @Test
  void read_the_table_and_each_other_alone() {
    folder
        .write("aggregations/a.sql", "select * from a join quarantine join b join source join a")
        .write("aggregations/b.sql", "select * from sales");

    assertThat(folder.findings())
        .containsExactly(
            "aggregations/a.sql, line 1, column 15: found the relation 'a'; allowed: sales, b",
            "aggregations/a.sql, line 1, column 22: found the relation 'quarantine'; allowed: sales,"
                + " b",
            "aggregations/a.sql, line 1, column 45: found the relation 'source'; allowed: sales, b");
  }

  @Test
  void have_names_of_their_own() {
    folder
        .write("aggregations/Daily.sql", "select * from sales")
        .write("aggregations/files.sql", "select * from sales")
        .write("aggregations/sales.sql", "select 1 as one");

    assertThat(folder.findings())
        .containsExactly(
            "aggregations/Daily.sql: found the file name 'Daily.sql'; allowed: a name of a-z, 0-9"
                + " and _ that starts with a letter, except source, ids, files, quarantine,"
                + " restatements, decisions",
            "aggregations/files.sql: found the file name 'files.sql'; allowed: a name of a-z, 0-9"
                + " and _ that starts with a letter, except source, ids, files, quarantine,"
                + " restatements, decisions",
            "aggregations/sales.sql: found the name of the transformed table; allowed: a name of its"
                + " own");
  }

  @Test
  void a_stream_has_a_watermark_an_output_mode_and_columns_that_tell_duplicates() {
    folder.write(
        "aggregations/a.sql",
        """
        -- materialized: stream
        -- watermark: sold_at 10 minutes
        -- output-mode: update
        -- deduplicate: buyer, price
        select window.start as hour, count(*) as sales from sales group by window(sold_at, '1 hour')
        """);
    folder.write(
        "aggregations/b.sql", "-- materialized: stream\nselect id from sales where price > 1\n");

    assertThat(folder.load().aggregations())
        .extracting(Aggregation::streaming)
        .containsExactly(
            new Streaming(
                Optional.of(new Streaming.Watermark("sold_at", Duration.ofMinutes(10))),
                List.of("buyer", "price"),
                Streaming.OutputMode.UPDATE),
            Streaming.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          watermark: 10 minutes | watermark: found '10 minutes'; allowed: a column and a duration, such as occurred_at 10 minutes
          watermark: sold_at | watermark: found 'sold_at'; allowed: a column and a duration, such as occurred_at 10 minutes
          output-mode: updates | output-mode: found 'updates' (did you mean 'update'?); allowed: append, update, complete
          deduplicate: id, id | deduplicate: found 'id, id'; allowed: names of columns, each once, with commas between them
          deduplicate: id | deduplicate: found no watermark with it; allowed: beside '-- watermark:', which says how long a row is remembered
          overlap: 1 day | overlap: found the directive; allowed: only with materialized: incremental_by_date
          """)
  void refuse_directives_of_streams(String directive, String finding) {
    folder.write(
        "aggregations/a.sql",
        "-- materialized: stream\n-- " + directive + "\nselect id from sales");

    assertThat(folder.findingsAnywhere()).containsExactly("aggregations/a.sql: " + finding);
  }

  @Test
  void a_stream_reads_the_table_and_references_alone() {
    folder.write("aggregations/a.sql", "select * from sales");
    folder.write(
        "aggregations/b.sql",
        "-- materialized: stream\nselect sales.id from sales inner join a on sales.id = a.id");
    folder.write("aggregations/c.sql", "-- materialized: full\nselect * from b");

    assertThat(folder.findingsAnywhere())
        .containsExactly(
            "aggregations/b.sql: materialized: found stream, which reads a; allowed: stream over the transformed table and references; else full");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          materialized: streams | materialized: found 'streams' (did you mean 'stream'?); allowed: full, incremental_by_date, distinct_keys, stream
          overlap: 1 day | overlap: found the directive; allowed: only with materialized: incremental_by_date
          watermark: sold_at 10 minutes | watermark: found the directive; allowed: only with materialized: stream
          output-mode: append | output-mode: found the directive; allowed: only with materialized: stream
          severity: warn | found the directive 'severity'; allowed: description, materialized, overlap, watermark, output-mode, deduplicate
          materialised: full | found the directive 'materialised' (did you mean 'materialized'?); allowed: description, materialized, overlap, watermark, output-mode, deduplicate
          """)
  void refuse_directives(String directive, String finding) {
    folder.write("aggregations/a.sql", "-- " + directive + "\nselect * from sales");

    assertThat(folder.findingsAnywhere()).containsExactly("aggregations/a.sql: " + finding);
  }

  @Test
  void refuse_an_overlap_that_is_no_duration() {
    folder.write(
        "aggregations/a.sql",
        "-- materialized: incremental_by_date\n-- overlap: a day\nselect * from sales");

    assertThat(folder.findings())
        .containsExactly(
            "aggregations/a.sql, line 2: overlap: found 'a day'; allowed: a duration, such as 30 seconds,"
                + " 10 minutes, 3 hours, 90 days or 0");
  }

  @Test
  void are_not_checked_against_a_table_that_is_not_known() {
    folder
        .write("pipeline.yaml", TestFolder.YAML.replace("table: sales", "table: Sales"))
        .write("aggregations/a.sql", "select * from sales");

    assertThat(folder.findings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("pipeline.yaml, line 6, column 8: table:");
  }
}

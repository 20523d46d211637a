// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          materialized: stream | materialized: found 'stream'; allowed: full, incremental_by_date, distinct_keys (stream is not supported yet)
          overlap: 1 day | overlap: found the directive; allowed: only with materialized: incremental_by_date
          watermark: sold_at 10 minutes | watermark: found the directive; allowed: only with materialized: stream, which is not supported yet
          severity: warn | found the directive 'severity'; allowed: description, materialized, overlap, watermark
          materialised: full | found the directive 'materialised' (did you mean 'materialized'?); allowed: description, materialized, overlap, watermark
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

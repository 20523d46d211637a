// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlReaderTest {
  @TempDir Path root;
  private TestFolder folder;

  @BeforeEach
  void makeFolder() {
    folder = new TestFolder(root);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select id from source; select 1 | , line 1, column 24: Syntax error at or near 'select': extra input 'select'; allowed: one query of Spark SQL
          drop table source | , line 1, column 1: found a statement that is not a query; allowed: one query
          insert into source select 1 | , line 1, column 1: found a statement that is not a query; allowed: one query
          with a as (select 1) insert into source select * from a | , line 1, column 22: found a statement that is not a query; allowed: one query
          select cast(id as decimal(50, 2)) from source | : Decimal precision 50 exceeds max precision 38; allowed: one query of Spark SQL
          set a = b | , line 1, column 1: found a statement that is not a query; allowed: one query
          select id from other | , line 1, column 16: found the relation 'other'; allowed: source
          select id from shop.source | , line 1, column 16: found the relation 'shop.source'; allowed: source
          select * from parquet.`/etc` | , line 1, column 15: found the relation 'parquet./etc'; allowed: source
          select (select max(id) from other) as x from source | , line 1, column 29: found the relation 'other'; allowed: source
          select id from source where id in (select id from other) | , line 1, column 51: found the relation 'other'; allowed: source
          with a as (select * from a) select * from a | , line 1, column 26: found the relation 'a'; allowed: source
          select reflect('java.lang.System', 'exit', 1) as x from source | , line 1, column 8: found reflect, which calls Java; allowed: functions of SQL
          select 1 + Java_Method('a', 'b') as x from source | , line 1, column 12: found java_method, which calls Java; allowed: functions of SQL
          select sum(id) over w as x from source window w as (order by reflect('a', 'b')) | , line 1, column 62: found reflect, which calls Java; allowed: functions of SQL
          select * from table_changes('sales', 0) | , line 1, column 15: found table_changes, which reads a table past the pipeline's relations; allowed: functions of SQL
          select transform(id) using 'sh' from source | , line 1, column 1: found transform, which starts a program or hides a name; allowed: names that are written out
          select * from identifier('other') | , line 1, column 26: found identifier, which starts a program or hides a name; allowed: names that are written out
          select identifier('reflect')('a', 'b') as x from source | , line 1, column 8: found identifier, which starts a program or hides a name; allowed: names that are written out
          select :start as id from source | , line 1, column 8: found the parameter :start; allowed: no parameters
          select '${env:HOME}' as id from source | , line 1, column 9: found '${env:HOME}'; allowed: plain SQL, in which nothing is filled in
          """)
  void refuses_what_a_file_may_not_hold(String sql, String finding) {
    folder.write("transformations.sql", sql);

    assertThat(folder.findings()).containsExactly("transformations.sql" + finding);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add jar 'a.jar'",
        "alter table source add columns (a int)",
        "analyze table source compute statistics",
        "cache table source",
        "clear cache",
        "comment on table source is 'a'",
        "create database a",
        "create function a as 'b'",
        "create table a (b int) using delta",
        "create table a using delta as select 1",
        "create temporary view a as select 1",
        "create temporary view a using csv options (path 'b')",
        "delete from source",
        "describe source",
        "describe query select 1",
        "explain select 1",
        "from source insert into a select 1 insert into b select 2",
        "insert overwrite directory 'a' using csv select 1",
        "insert overwrite local directory 'a' row format delimited select 1",
        "with a as (select 1 as b) from a insert into c select b insert into d select b",
        "load data inpath 'a' into table source",
        "merge into source using other on true when matched then delete",
        "msck repair table source",
        "refresh table source",
        "refresh 'a'",
        "replace table a (b int) using delta",
        "reset",
        "set time zone 'UTC'",
        "show tables",
        "show columns in source",
        "truncate table source",
        "uncache table source",
        "update source set a = 1",
        "use a",
      })
  void refuses_every_other_statement(String sql) {
    folder.write("transformations.sql", sql);

    assertThat(folder.findings())
        .singleElement(InstanceOfAssertFactories.STRING)
        .endsWith("found a statement that is not a query; allowed: one query");
  }

  @Test
  void refuses_a_file_without_a_query() {
    folder.write("transformations.sql", "-- description: nothing yet\n");

    assertThat(folder.findings())
        .containsExactly(
            "transformations.sql, line 2, column 1: Syntax error at or near end of input; allowed:"
                + " one query of Spark SQL");
  }

  @Test
  void tells_the_line_of_a_variable() {
    folder.write("transformations.sql", "select\n  id,\n  ${x} as y\nfrom source");

    assertThat(folder.findings())
        .containsExactly(
            "transformations.sql, line 3, column 3: found '${x}'; allowed: plain SQL, in which"
                + " nothing is filled in");
  }

  @Test
  void takes_what_names_hide_nothing() {
    String sql =
        """
        with source as (select * from Source), both as (select * from source)
        select id, (select max(n) from range(5) as numbers(n)) as most
        from both
        lateral view explode(array(1, 2)) items as item
        where exists (select 1 from source as inner_source where inner_source.id = both.id);
        """;
    folder.write("transformations.sql", sql);

    assertThat(folder.load().transformations())
        .isEqualTo(new SqlFile("transformations.sql", sql, ""));
  }

  @Test
  void generates_from_ids_and_a_start_alone() {
    folder.write("generate.sql", "select :start, :end from source");

    assertThat(folder.findings())
        .containsExactly(
            "generate.sql, line 1, column 16: found the parameter :end; allowed: :start",
            "generate.sql, line 1, column 26: found the relation 'source'; allowed: ids");
  }

  @Test
  void refuses_sql_files_that_mean_nothing() {
    folder.write("rule.sql", "select 1").write("notes.md", "about it");

    assertThat(folder.findings())
        .containsExactly(
            "rule.sql: found a file that means nothing here (did you mean 'rules.sql'?); allowed:"
                + " pipeline.yaml, rules.sql, transformations.sql, generate.sql, macros.sql, and those in aggregations/, quality/ and exports/");
  }

  @Test
  void says_which_files_are_missing() {
    folder.delete("rules.sql").delete("transformations.sql");

    assertThat(folder.findings())
        .containsExactly(
            "rules.sql: found no such file; every pipeline needs it",
            "transformations.sql: found no such file; every pipeline needs it");
  }

  @Test
  void comments_and_layout_mean_nothing() {
    String plain = "select 'a -- b' as `x  y`, 1 from source";
    String dressed =
        "-- why\nselect 'a -- b' as /* old\nname */ `x  y`,\n\t1\nfrom source -- all of it\n";

    assertThat(new SqlFile("rules.sql", dressed, "").meaning()).isEqualTo(plain);
    assertThat(new SqlFile("rules.sql", "select 'it\\'s  --' /* a", "").meaning())
        .isEqualTo("select 'it\\'s  --'");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.Folders;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** People look into relations by their names. */
@ExtendWith(SparkSessionExtension.class)
class QueryTest {
  @TempDir static Path published;

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeAll
  static void publish() throws IOException {
    Workspace workspace = Readings.workspace(published);
    workspace.land(
        "readings-1.csv",
        Readings.file(
            "s1;1;01.03.2024 10:00:00;20.5;true;",
            "s2, \"x\";2;02.03.2024 11:00:00;-3;false;01.01.2024",
            "s3;3;03.03.2024 11:00:00;hot;true;"));
    assertThat(workspace.run("transform").exitCode()).isZero();
  }

  @BeforeEach
  void open() throws IOException {
    Folders.copy(published, folder.resolve("data"));
    workspace = Readings.workspace(folder.resolve("data"));
  }

  @Test
  void rows_are_shown_as_a_table_as_csv_and_as_json() throws IOException {
    String sql =
        "select sensor_id, sequence, calibrated_date, measured_at, array(celsius) as celsius, '' as empty from sensor_readings order by sequence";
    assertThat(query(sql).stdout().subList(0, 3))
        .containsExactly(
            "sensor_id  sequence  calibrated_date  measured_at          celsius  empty",
            "s1         1         null             2024-03-01 10:00:00  [20.5]",
            "s2, \"x\"    2         2024-01-01       2024-03-02 11:00:00  [-3.0]");
    assertThat(query(sql).outcome()).matches("SUCCEEDED query readings: 2 rows; [0-9.]+ s");
    assertThat(query(sql, "--format", "csv").stdout())
        .containsExactly(
            "sensor_id,sequence,calibrated_date,measured_at,celsius,empty",
            "s1,1,,2024-03-01 10:00:00,[20.5],\"\"",
            "\"s2, \"\"x\"\"\",2,2024-01-01,2024-03-02 11:00:00,[-3.0],\"\"");
    assertThat(
            new ObjectMapper().readTree(String.join("\n", query(sql, "--format", "json").stdout())))
        .hasToString(
            "[{\"sensor_id\":\"s1\",\"sequence\":1,\"calibrated_date\":null,\"measured_at\":\"2024-03-01T10:00:00.000000Z\",\"celsius\":[20.5],\"empty\":\"\"},"
                + "{\"sensor_id\":\"s2, \\\"x\\\"\",\"sequence\":2,\"calibrated_date\":\"2024-01-01\",\"measured_at\":\"2024-03-02T11:00:00.000000Z\",\"celsius\":[-3.0],\"empty\":\"\"}]");
    assertThat(query("select 1 as a, 2 as a from files where 1 = 0", "--format", "json").stdout())
        .containsExactly("[]");
  }

  @Test
  void a_terminal_shows_some_rows_and_says_that_there_are_more() throws IOException {
    workspace.printOnTerminal(true);
    RunResult some =
        query(
            "select repeat('x', 70) as x, id from files lateral view explode(sequence(1, 101)) as id");
    assertThat(some.stdout()).hasSize(1 + 100 + 1);
    assertThat(some.stdout().get(1)).isEqualTo("x".repeat(60) + "…  1");
    assertThat(some.message()).isEqualTo("100 rows, there are more; --limit N shows more");
    assertThat(
            query(
                    "select id from files lateral view explode(sequence(1, 101)) as id",
                    "--limit",
                    "101")
                .message())
        .isEqualTo("101 rows");
    assertThat(query("select 1 as a from files", "--limit", "1").message()).isEqualTo("1 row");
  }

  @Test
  void a_program_gets_all_rows_or_an_error() throws IOException {
    String sql = "select id from files lateral view explode(sequence(1, 1001)) as id";
    List<String> all = new ArrayList<>(List.of("id"));
    IntStream.rangeClosed(1, 1001).forEach(id -> all.add("" + id));
    assertThat(query(sql, "--format", "csv").stdout()).isEqualTo(all);
    assertThat(
            new ObjectMapper().readTree(String.join("", query(sql, "--format", "json").stdout())))
        .hasSize(1001);
    assertThat(query(sql).stdout()).startsWith("id", "1").contains("1001");

    RunResult cut = workspace.type(List.of("query", sql, "--pipeline", "readings", "--limit", "7"));
    assertThat(cut.exitCode()).isEqualTo(2);
    assertThat(cut.stdout()).startsWith("id", "1", "2", "3", "4", "5", "6", "7");
    assertThat(cut.message())
        .isEqualTo(
            "Cannot print all rows of the query: it has more than 7; raise --limit or leave it out,"
                + " or let the query itself end with 'limit 7'");
    RunResult wide =
        workspace.type(
            List.of(
                "query",
                "select id from files lateral view explode(sequence(1, 100001)) as id",
                "--pipeline",
                "readings"));
    assertThat(wide.exitCode()).isEqualTo(2);
    assertThat(wide.message())
        .isEqualTo(
            "Cannot print all rows of the query: it has more than 100000; print them with --format"
                + " csv or json");
  }

  @Test
  void relations_and_their_columns_are_listed() throws IOException {
    assertThat(query("Show  Tables;", "--format", "csv").stdout())
        .containsExactly(
            "relation,kind,version",
            "sensor_readings,transformed table,0",
            "daily_sensor_metrics,\"aggregation, incremental_by_date\",",
            "sensor_metrics,\"aggregation, full\",",
            "files,kept by Sluice,0",
            "quarantine,kept by Sluice,0",
            "restatements,kept by Sluice,",
            "decisions,kept by Sluice,");
    assertThat(query("describe table `files`", "--format", "csv").stdout())
        .startsWith("column,type,personal", "path,STRING,false", "archived_path,STRING,false");
    assertThat(query("desc sensor_readings").stdout())
        .anyMatch(line -> line.matches("celsius +DOUBLE +false"));
    refuse(
        "describe sensor_reading",
        "Cannot describe 'sensor_reading': there is no such relation; readings has"
            + " sensor_readings, .*");
    refuse(
        "describe sensor_metrics",
        "Cannot read sensor_metrics: it isn't published yet; run ./sluice aggregate --pipeline readings first");
  }

  @Test
  void every_relation_has_its_name() throws IOException {
    for (String empty : List.of("decisions", "restatements")) {
      assertThat(query("select * from " + empty).message()).isEqualTo("0 rows");
    }
    assertThat(query("with f as (select path from files) select * from f").stdout())
        .startsWith("path", "readings-1.csv");
    assertThat(query("select reasons[0].code as code from quarantine").stdout())
        .startsWith("code", "celsius_type");
    refuse(
        "select * from sensor_metrics",
        "Cannot read sensor_metrics: it isn't published yet; run ./sluice aggregate --pipeline readings first");
    assertThat(workspace.run("aggregate").exitCode()).isZero();
    assertThat(query("select count(*) as n from sensor_metrics").stdout()).startsWith("n", "2");
  }

  @Test
  void anything_but_a_query_over_these_relations_is_refused() throws IOException {
    SortedMap<String, String> before = workspace.listing();
    refuse(
        "select * from sensor_reading",
        "Cannot run the query, line 1, column 15: found the relation 'sensor_reading' \\(did you mean 'sensor_readings'\\?\\); allowed:"
            + " sensor_readings, daily_sensor_metrics, sensor_metrics, files, quarantine,"
            + " restatements, decisions");
    for (String statement :
        List.of(
            "drop table files",
            "insert into files select * from files",
            "from files insert into decisions select *",
            "set spark.x=1",
            "describe query select 1",
            "describe extended files",
            "show columns from files")) {
      refuse(
          statement,
          "Cannot run the query(, line .*)?: found a statement that is not a query; allowed: one query, describe RELATION or show tables");
    }
    refuse(
        "select * from parquet.`" + workspace.in("tables/files") + "`",
        "Cannot run the query, line 1, column 15: found the relation 'parquet.*'; allowed: .*");
    refuse(
        "select reflect('java.lang.System', 'exit', 1) from files",
        "Cannot run the query, line 1, column 8: found reflect, which calls Java; allowed: functions of SQL");
    refuse("selec 1", "Cannot run the query.*: .*; allowed: one query of Spark SQL");
    refuse("select nothing from files", "Cannot use the query: .*nothing.*");
    assertThat(workspace.listing()).isEqualTo(before);
  }

  @Test
  void rows_are_those_that_the_log_names(SparkSession spark) throws IOException {
    String table = workspace.in("tables/sensor_readings").toString();
    // Compacted by another writer: the same rows, in a version that the log does not name.
    spark
        .read()
        .format("delta")
        .load(table)
        .repartition(1)
        .write()
        .format("delta")
        .option("dataChange", "false")
        .mode(SaveMode.Overwrite)
        .save(table);
    assertThat(query("select count(*) as n from sensor_readings").stdout()).startsWith("n", "2");

    spark
        .read()
        .format("delta")
        .load(table)
        .write()
        .format("delta")
        .mode(SaveMode.Append)
        .save(table);
    RunResult unsafe = workspace.run("query", "select count(*) from sensor_readings");
    assertThat(unsafe.exitCode()).isEqualTo(5);
    assertThat(unsafe.report().path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline readings");
  }

  @Test
  void personal_columns_stay_hidden() throws IOException {
    workspace.use(
        Pipelines.copy(
            Pipelines.OWN,
            Readings.NAME,
            folder.resolve("sql"),
            new Pipelines.Edit(
                "pipeline.yaml", "  extra-columns: reject", "  personal: [sensor_id]")));
    for (String format : List.of("table", "csv", "json")) {
      for (String sql :
          List.of(
              "select * from sensor_readings",
              "select concat('<', sensor_id, '>') as other_name from sensor_readings",
              "select * from quarantine")) {
        String shown = String.join("\n", query(sql, "--format", format).stdout());
        assertThat(shown).contains("(hidden: personal ").doesNotContain("s1", "s2,", "s3");
      }
    }
    assertThat(query("select count(distinct sensor_id) as n from sensor_readings").stdout())
        .startsWith("n", "2");
  }

  private RunResult query(String sql, String... options) throws IOException {
    String[] words = new String[options.length + 1];
    words[0] = sql;
    System.arraycopy(options, 0, words, 1, options.length);
    RunResult result = workspace.run("query", words);
    assertThat(result.exitCode()).as(result.message()).isZero();
    return result;
  }

  private void refuse(String sql, String message) throws IOException {
    RunResult result = workspace.run("query", sql);
    assertThat(result.exitCode()).as(result.outcome()).isEqualTo(2);
    assertThat(result.message()).matches(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Columns, key and event date of a published table change, compared with plain queries. */
@ExtendWith(SparkSessionExtension.class)
class ColumnsTest {
  private static final String HEADER = "visit_id,page,seconds,visited_at\n";
  private static final String WIDER = "visit_id,page,seconds,visited_at,country\n";
  private static final String[] ENGINE = {"source_file", "record_hash", "processed_timestamp"};
  private static final String ALL = "./sluice backfill --pipeline visits --all --plan";

  @TempDir private Path root;
  private final SparkSession spark;
  private Workspace workspace;

  ColumnsTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void write() throws IOException {
    write(
        "pipeline.yaml",
        """
        source:
          schema: visit_id STRING NOT NULL, page STRING, seconds INT, visited_at TIMESTAMP NOT NULL
        table: visits
        key: [visit_id]
        event-date: visit_date
        """);
    write("rules.sql", "select seconds >= 0 as seconds_not_negative from source\n");
    write(
        "transformations.sql",
        "select visit_id, page, seconds, visited_at, to_date(visited_at) as visit_date from source\n");
    write(
        "aggregations/daily.sql",
        "-- materialized: incremental_by_date\nselect visit_date, sum(seconds) as total from visits group by visit_date\n");
    write(
        "aggregations/pages.sql",
        "-- materialized: distinct_keys\nselect distinct page from visits\n");
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), "visits");
  }

  @Test
  void new_columns_come_with_the_next_batch_and_a_backfill_fills_them() throws IOException {
    workspace.land(
        "monday.csv",
        HEADER + "a1,/home,12,2026-03-02 09:15:00\na2,/shop,40,2026-03-03 00:00:00\n");
    succeed("run");
    List<String> before = columns();
    addColumns();

    assertThat(succeed("validate").stdout())
        .contains(
            "new  visits will have country, page_length from the next batch on; older rows are null there until a backfill makes them anew");
    // What is due already finds the columns that no batch has brought yet.
    succeed("run");
    assertThat(workspace.table("countries"))
        .isEqualTo(plain("select cast(null as string) as country, 2L as visits"));

    workspace.land("only-a-header.csv", WIDER);
    succeed("transform");
    workspace.land("bad.csv", WIDER + "b1,/home,-1,2026-03-02 10:00:00,FR\n");
    succeed("transform");
    assertThat(columns()).isEqualTo(before);
    assertThat(olderColumns().path("dates").asInt()).isZero();
    assertThat(workspace.table("files")).hasSize(3);
    assertThat(workspace.table("quarantine")).hasSize(1);

    workspace.land(
        "tuesday.csv",
        WIDER + "a3,/cart,5,2026-03-03 10:00:00,DE\na1,/home,12,2026-03-02 09:15:00,DE\n");
    succeed("transform");
    assertThat(columns())
        .isEqualTo(Stream.concat(before.stream(), Stream.of("country", "page_length")).toList());
    String first =
        "select visit_id, page, cast(seconds as int) as seconds, cast(visited_at as timestamp) as visited_at, to_date(visited_at) as visit_date, country, %s as page_length from raw";
    Dataset<Row> monday = raw("monday.csv");
    Dataset<Row> tuesday = raw("tuesday.csv").where("visit_id = 'a3'");
    requireVisits(
        sql(first.formatted("cast(null as int)"), monday)
            .unionByName(sql(first.formatted("length(page)"), tuesday)));
    assertThat(reasons()).containsExactly("conflicting_duplicate", "seconds_not_negative");
    assertThat(olderColumns().toString())
        .isEqualTo(
            "{\"dates\":2,\"ranges\":[\"2026-03-02..2026-03-03\"],\"columns\":[\"country\",\"page_length\"]}");
    assertThat(workspace.run("status").stdout())
        .contains(
            "older columns   2 dates: 2026-03-02..2026-03-03, with rows from before country, page_length; ./sluice backfill --pipeline visits --from 2026-03-02 --to 2026-03-03 --reason '…' fills them");
    assertThat(lastRecord().path("format").asInt()).isEqualTo(2);
    assertThat(succeed("doctor").message()).isEqualTo("all agrees");
    succeed("aggregate");
    requireAggregations();

    succeed("backfill --from 2026-03-02 --to 2026-03-03 --reason fill");
    requireVisits(sql(first.formatted("length(page)"), monday.unionByName(tuesday)));
    assertThat(olderColumns().path("dates").asInt()).isZero();
    assertThat(lastRecord().path("format").asInt()).isEqualTo(1);
    succeed("aggregate");
    requireAggregations();
    assertThat(workspace.tableAt("visits", 0, ENGINE))
        .isEqualTo(Contents.of(sql(first.formatted("1"), monday).drop("country", "page_length")));
    assertThat(succeed("doctor").message()).isEqualTo("all agrees");
  }

  @LongProof
  @Test
  void a_backfill_of_all_replaces_table_columns_key_and_event_date() throws IOException {
    workspace.land(
        "monday.csv",
        HEADER
            + "a1,/home,12,2026-03-02 09:15:00\na1,/home,12,2026-03-02 09:15:00\n"
            + "a2,/shop,40,2026-03-03 00:00:00\nb1,/home,-1,2026-03-02 10:00:00\n"
            + "b2,/home,-1,2026-03-02 11:00:00\nu1,/home,1,\n");
    workspace.land("tuesday.csv", HEADER + "a3,/cart,5,2026-03-03 10:00:00\n");
    workspace.land("only-a-header.csv", HEADER);
    succeed("run", "--files-per-batch", "1");
    String given = quarantined("b2");
    succeed("quarantine discard", "--id", given, "--reason", "test");
    List<Map<String, Object>> before = workspace.table("visits");
    long version = version();
    changeEverything();
    workspace.land("wednesday.csv", HEADER + "a4,/home,7,2026-03-04 10:00:00\n");
    var published = workspace.listing();
    for (String refused :
        List.of(
            "transform",
            "run",
            "backfill --from 2026-03-02 --to 2026-03-03 --reason wrong",
            "quarantine replay --reason wrong")) {
      requireRefused(refused);
    }
    assertThat(workspace.listing()).isEqualTo(published);

    RunResult planned = succeed("backfill --all --plan");
    assertThat(planned.verdict()).isEqualTo("RUN plan to replace all dates from 3 files");
    assertThat(planned.stdout().subList(1, planned.stdout().size() - 1))
        .containsExactly(
            "columns: page STRING is dropped",
            "columns: seconds INT is dropped",
            "columns: visit_date DATE is dropped",
            "columns: site STRING is new",
            "columns: duration DECIMAL(18,2) is new",
            "columns: day DATE is new",
            "columns: key [visit_id] -> [visit_id, site]",
            "columns: event-date visit_date -> day",
            "date        rows    only old  only new  quarantined  duplicates",
            "2026-03-02  1 -> 0  1         0         2 -> 1       1 -> 0",
            "2026-03-03  2       2         2         0            0 -> 1",
            "2026-03-04  0 -> 2  0         2         0            0");
    assertThat(workspace.table("visits")).isEqualTo(before);
    String plan = planned.report().at("/plan/id").asText();
    RunResult applied = succeed("backfill", "--apply", plan, "--reason", "new key");
    assertThat(applied.verdict()).isEqualTo("REPLACE all dates as plan %s says".formatted(plan));

    Dataset<Row> taken = raw("monday.csv", "tuesday.csv");
    requireVisits(sql(NEW, taken));
    assertThat(workspace.tableAt("visits", version)).isEqualTo(before);
    assertThat(lastRecord().path("replaced").toString())
        .isEqualTo(
            "{\"from\":\"1900-01-01\",\"to\":\"2100-12-31\",\"all\":true,\"plan\":\"%s\"}"
                .formatted(plan));
    assertThat(lastRecord().at("/state/key").toString()).isEqualTo("[\"visit_id\",\"site\"]");
    assertThat(reasons()).containsExactly("seconds_not_negative", "visited_at_missing");
    assertThat(quarantined("b2")).isEqualTo(given);
    assertThat(
            workspace.table("files").stream()
                .map(
                    row ->
                        "%s %s %s %s %s"
                            .formatted(
                                row.get("path"),
                                row.get("rows_read"),
                                row.get("rows_written"),
                                row.get("rows_duplicate"),
                                row.get("rows_quarantined")))
                .sorted())
        .containsExactly("monday.csv 6 3 1 2", "only-a-header.csv 0 0 0 0", "tuesday.csv 1 1 0 0");

    // Aggregations whose SQL has changed follow without being asked: all is read anyway.
    succeed("run");
    requireVisits(sql(NEW, raw("monday.csv", "tuesday.csv", "wednesday.csv")));
    requireAggregations();
    assertThat(succeed("doctor").message()).isEqualTo("all agrees");
    assertThat(workspace.run("transform").verdict()).startsWith("NO-OP ");
    assertThat(succeed("backfill --all --reason again").verdict())
        .isEqualTo("REPLACE all dates from 4 files");
    requireVisits(sql(NEW, raw("monday.csv", "tuesday.csv", "wednesday.csv")));
  }

  @LongProof
  @Test
  void a_table_without_rows_is_replaced_too() throws IOException {
    assertThat(workspace.run("backfill --all --reason new").verdict())
        .isEqualTo("NO-OP nothing is published yet");
    workspace.land("bad.csv", HEADER + "b1,/home,-5,2026-03-02 10:00:00\n");
    succeed("transform");
    changeEverything();

    succeed("backfill --all --reason new");

    assertThat(columns())
        .containsExactly(
            "visit_id",
            "site",
            "duration",
            "visited_at",
            "day",
            "source_file",
            "record_hash",
            "processed_timestamp");
    workspace.land("monday.csv", HEADER + "a1,/home,12,2026-03-02 09:15:00\n");
    succeed("run");
    requireVisits(sql(NEW, raw("monday.csv")));
    requireAggregations();
    assertThat(succeed("doctor").message()).isEqualTo("all agrees");
  }

  @LongProof
  @Test
  void a_plan_of_all_is_refused_once_anything_was_taken_in() throws IOException {
    workspace.land("monday.csv", HEADER + "a1,/home,12,2026-03-02 09:15:00\n");
    succeed("transform");
    String plan = succeed("backfill --all --plan").report().at("/plan/id").asText();
    workspace.land("bad.csv", HEADER + "u1,/home,1,\n");
    succeed("transform");

    RunResult refused = workspace.run("backfill", "--apply", plan, "--reason", "late");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot apply plan %s: bad.csv was consumed since, and may have records of these dates; plan again"
                .formatted(plan));
    assertThat(refused.report().path("next_step").asText()).isEqualTo(ALL);
  }

  private static final String NEW =
      """
      select distinct visit_id, 'web' as site, cast(seconds as decimal(18,2)) as duration,
        cast(visited_at as timestamp) as visited_at, date_add(to_date(visited_at), 1) as day
      from raw where cast(seconds as int) >= -1 and visited_at is not null and visit_id <> 'b2'
      """;

  private void addColumns() throws IOException {
    edit("pipeline.yaml", "NOT NULL\n", "NOT NULL, country STRING\n");
    edit(
        "transformations.sql",
        " from source",
        ", country, length(page) as page_length from source");
    write(
        "aggregations/countries.sql",
        "select country, count(*) as visits from visits group by country\n");
    write(
        "aggregations/lengths.sql",
        "-- materialized: distinct_keys\nselect distinct page_length from visits\n");
    write("quality/country_known.sql", "select * from visits where country = ''\n");
  }

  /** Renames, drops, widens and adds columns, with another key and another event date. */
  private void changeEverything() throws IOException {
    edit("pipeline.yaml", "page STRING, seconds INT", "seconds BIGINT");
    edit("pipeline.yaml", "[visit_id]", "[visit_id, site]");
    edit("pipeline.yaml", "event-date: visit_date", "event-date: day");
    edit("rules.sql", ">= 0", ">= -1");
    write(
        "transformations.sql",
        "select visit_id, 'web' as site, cast(seconds as decimal(18,2)) as duration, visited_at, date_add(to_date(visited_at), 1) as day from source\n");
    write(
        "aggregations/daily.sql",
        "-- materialized: incremental_by_date\nselect day, sum(duration) as total from visits group by day\n");
    write(
        "aggregations/pages.sql",
        "-- materialized: distinct_keys\nselect distinct site from visits\n");
  }

  /** The rows that there should be, and by name the columns. */
  private void requireVisits(Dataset<Row> expected) {
    assertThat(workspace.table("visits", ENGINE)).isEqualTo(Contents.of(expected));
    expected.createOrReplaceTempView("expected_visits");
  }

  /** Every aggregation is what its plain query gives over the rows that there should be. */
  private void requireAggregations() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("sql/visits/aggregations"))) {
      for (Path file : files.toList()) {
        String query = Files.readString(file).replace("from visits", "from expected_visits");
        assertThat(workspace.table(file.getFileName().toString().replace(".sql", "")))
            .as(query)
            .isEqualTo(plain(query));
      }
    }
  }

  private List<Map<String, Object>> plain(String query) {
    return Contents.of(spark.sql(query));
  }

  /** What a plain query gives over raw rows, computed now. */
  private Dataset<Row> sql(String query, Dataset<Row> raw) {
    raw.createOrReplaceTempView("raw");
    Dataset<Row> rows = spark.sql(query);
    return spark.createDataFrame(rows.collectAsList(), rows.schema());
  }

  /** The lines of consumed files, as texts. */
  private Dataset<Row> raw(String... names) throws IOException {
    Dataset<Row> rows = null;
    for (String name : names) {
      try (Stream<Path> files = Files.walk(workspace.in("archive"))) {
        Path path = files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
        Dataset<Row> read = spark.read().option("header", true).csv(path.toString());
        if (!List.of(read.columns()).contains("country")) {
          read = read.selectExpr("*", "cast(null as string) as country");
        }
        rows = rows == null ? read : rows.unionByName(read);
      }
    }
    return rows;
  }

  private List<String> columns() {
    return Arrays.asList(
        spark.read().format("delta").load(workspace.in("tables/visits").toString()).columns());
  }

  private long version() {
    return spark
        .sql("describe history delta.`%s`".formatted(workspace.in("tables/visits")))
        .agg(Map.of("version", "max"))
        .first()
        .getLong(0);
  }

  private List<String> reasons() {
    return workspace.table("quarantine").stream()
        .map(row -> ((Map<?, ?>) ((List<?>) row.get("reasons")).get(0)).get("code").toString())
        .sorted()
        .toList();
  }

  private String quarantined(String visit) {
    return workspace.table("quarantine").stream()
        .filter(row -> row.get("record").toString().contains(visit))
        .map(row -> row.get("id").toString())
        .findFirst()
        .orElseThrow();
  }

  private JsonNode olderColumns() throws IOException {
    return new ObjectMapper()
        .readTree(String.join("\n", workspace.run("status", "--json").stdout()))
        .required("older_columns");
  }

  private JsonNode lastRecord() throws IOException {
    var records = workspace.texts("changes");
    records.keySet().removeIf(name -> name.startsWith("."));
    return new ObjectMapper().readTree(records.get(records.lastKey()));
  }

  private void requireRefused(String job) throws IOException {
    RunResult refused = workspace.run(job);
    assertThat(refused.exitCode()).as(refused.outcome()).isEqualTo(2);
    assertThat(refused.message())
        .contains(
            "key: found [visit_id, site], and published rows were told apart by [visit_id]; allowed: [visit_id]; or replace the whole table: "
                + ALL,
            "event-date: found 'day', and the published table is partitioned by 'visit_date'; allowed: visit_date; or replace the whole table: "
                + ALL);
    assertThat(refused.report().path("next_step").asText()).isEqualTo(ALL);
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(String.join("\n", run.stdout()) + run.message()).isZero();
    return run;
  }

  private void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(root.resolve("sql/visits").resolve(file));
    assertThat(text).contains(from);
    write(file, text.replace(from, to));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("sql/visits").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}

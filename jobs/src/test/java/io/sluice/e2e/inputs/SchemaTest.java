// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.change.ChangeBody;
import io.sluice.change.ChangeLog;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.Publisher;
import io.sluice.storage.Storage;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a published table when the SQL gives other columns. */
@ExtendWith(SparkSessionExtension.class)
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADER = "visit_id,page,seconds,visited_at\n";
  private static final String SQL =
      "select visit_id, page, seconds, visited_at, to_date(visited_at) as visit_date from source\n";
  private static final String DAILY =
      "select visit_date, sum(seconds) as total from visits group by visit_date\n";

  private static final String[] ADDED_BY_SLUICE = {
    "source_file", "record_hash", "processed_timestamp"
  };

  @TempDir private Path root;
  private Workspace workspace;

  /** Ways to change the columns, and how a version that didn't look left the table's. */
  enum Other {
    RENAMED(
        "seconds, visited_at",
        "seconds as duration, visited_at",
        "seconds is missing, duration is not in the table",
        "\"name\":\"seconds\"",
        "\"name\":\"duration\"",
        "duration is missing, seconds is not in the table"),
    RETYPED(
        "seconds, visited_at",
        "cast(seconds as string) as seconds, visited_at",
        "seconds is STRING, the table has INT",
        "\"name\":\"seconds\",\"type\":\"integer\"",
        "\"name\":\"seconds\",\"type\":\"string\"",
        "seconds is INT, the table has STRING"),
    DROPPED(
        "page, seconds",
        "seconds",
        "page is missing",
        "{\"name\":\"page\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}},",
        "",
        "page is not in the table");

    private final String from;
    private final String to;
    private final String refused;
    private final String recorded;
    private final String mistaken;
    private final String found;

    Other(String from, String to, String refused, String recorded, String mistaken, String found) {
      this.from = from;
      this.to = to;
      this.refused = refused;
      this.recorded = recorded;
      this.mistaken = mistaken;
      this.found = found;
    }

    String sql() {
      return SQL.replace(from, to);
    }

    /** The aggregation that follows. */
    String daily() {
      return this == RENAMED ? DAILY.replace("seconds", "duration") : DAILY;
    }
  }

  @BeforeEach
  void publishTwoRows() throws IOException {
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
    write("transformations.sql", SQL);
    write("aggregations/daily.sql", DAILY);
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), "visits");
    workspace.land(
        "monday.csv",
        HEADER + "a1,/home,12,2026-03-02 09:15:00\na2,/shop,40,2026-03-03 00:00:00\n");
    require(workspace.run("transform"), 0);
  }

  @Test
  void a_batch_without_records_keeps_the_tables_columns() throws IOException {
    SortedMap<String, String> published = workspace.listing();
    Map<String, String> files =
        Map.of(
            "only-a-header.csv",
            HEADER,
            "rejected.csv",
            "this is no header\n",
            "bad.csv",
            HEADER + "b1,/home,-1,2026-03-02 10:00:00\n",
            "good.csv",
            HEADER + "b2,/home,1,2026-03-02 10:00:00\n");
    for (Other other : Other.values()) {
      write("transformations.sql", other.sql());
      write("aggregations/daily.sql", other.daily());
      for (Map.Entry<String, String> file : files.entrySet()) {
        workspace.land(file.getKey(), file.getValue());

        RunResult refused = workspace.run("transform");

        assertThat(refused.exitCode()).as("%s, %s", other, file.getKey()).isEqualTo(2);
        assertThat(refused.message())
            .isEqualTo(
                "Cannot publish to visits: the columns that the SQL gives differ from the table's (%s); replace the table and its columns, or change the SQL back"
                    .formatted(other.refused));
        assertThat(refused.report().path("next_step").asText())
            .isEqualTo("./sluice backfill --pipeline visits --all --plan");
        assertThat(Files.readString(workspace.in("landing/" + file.getKey())))
            .isEqualTo(file.getValue());
        Files.delete(workspace.in("landing/" + file.getKey()));
        assertThat(workspace.listing()).isEqualTo(published);
      }
    }
    RunResult backfill =
        workspace.run("backfill --from 2026-03-02 --to 2026-03-03", "--reason", "new columns");
    assertThat(backfill.exitCode()).isEqualTo(2);
    assertThat(workspace.listing()).isEqualTo(published);

    write("transformations.sql", SQL);
    write("aggregations/daily.sql", DAILY);
    goOn();
  }

  @LongProof
  @ParameterizedTest
  @EnumSource
  void a_table_that_lost_its_columns_is_found_and_mended(Other other) throws IOException {
    damage(other);
    write("transformations.sql", other.sql());
    write("aggregations/daily.sql", other.daily());
    workspace.land("good.csv", HEADER + "b2,/home,1,2026-03-02 10:00:00\n");
    SortedMap<String, String> damaged = workspace.listing();
    requireUnsafe("transform", other);
    write("transformations.sql", SQL);
    write("aggregations/daily.sql", DAILY);
    requireUnsafe("transform", other);
    requireUnsafe("aggregate", other);

    RunResult doctor = workspace.run("doctor");
    assertThat(doctor.exitCode()).isEqualTo(5);
    assertThat(doctor.stdout())
        .anyMatch(
            line ->
                line.matches(
                    "FAULT tables/visits: its columns are not those of its rows since change 2: in tables/visits/visit_date=.*parquet %s, and 1 more; readers don't find the values, or can't read the table; --repair puts back the columns that its rows were published with"
                        .formatted(other.found)));
    assertThat(workspace.listing()).isEqualTo(damaged);

    RunResult mended = workspace.run("doctor --repair");
    assertThat(mended.exitCode()).as(String.join("\n", mended.stdout())).isZero();
    assertThat(mended.message()).isEqualTo("1 thing mended; all agrees");
    assertThat(workspace.table("visits", ADDED_BY_SLUICE)).isEqualTo(rows("a1", "a2"));
    Files.delete(workspace.in("landing/good.csv"));
    goOn();
  }

  @LongProof
  @Test
  void what_an_earlier_version_recorded_and_never_applied_is_mended() throws IOException {
    damage(Other.RENAMED);
    for (String file : List.of("%020d.json", "%020d.crc")) {
      Files.delete(workspace.in("tables/visits/_delta_log/" + file.formatted(1)));
    }
    DeltaLog.clearCache();

    RunResult refused = workspace.run("transform");
    assertThat(refused.exitCode()).isEqualTo(5);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot apply change 2 to visits: it would give the table other columns than its rows have (seconds is missing, duration is not in the table)");

    RunResult mended = workspace.run("doctor --repair");
    assertThat(mended.exitCode()).as(String.join("\n", mended.stdout())).isZero();
    assertThat(mended.message()).isEqualTo("2 things mended; all agrees");
    goOn();
  }

  /** An earlier version went on with other columns: then rows of both are there. */
  @LongProof
  @Test
  void rows_that_were_written_under_other_columns_are_computed_again() throws IOException {
    damage(Other.RETYPED);
    Table visits = tables().table("visits");
    StagedFiles second = visits.files().with("visit_date", "2026-03-03"::equals);
    TableLayout own =
        new TableLayout(
            SparkSessionExtension.spark()
                .read()
                .parquet(workspace.in("tables/visits").toString())
                .schema(),
            List.of("visit_date"));
    Dataset<Row> written =
        visits.rows(second, own).withColumn("seconds", functions.col("seconds").cast("string"));
    publish(
        visits.stageInPlaceOf(
            second, written, new TableLayout(written.schema(), List.of("visit_date"))));

    RunResult mended = workspace.run("doctor --repair");
    assertThat(mended.exitCode()).isEqualTo(5);
    assertThat(mended.stdout())
        .contains("mended " + fault(mended, "its columns are not those of its rows since"))
        .anyMatch(
            line ->
                line.matches(
                    "FAULT tables/visits: rows of it have other columns than the table: in tables/visits/visit_date=2026-03-03/.*parquet seconds is STRING, the table has INT; readers don't find their values, or can't read the table; compute them again, by SQL that gives the table's columns: ./sluice backfill --pipeline visits --from 2026-03-03 --to 2026-03-03 --reason …"));

    require(
        workspace.run("backfill --from 2026-03-03 --to 2026-03-03", "--reason", "as doctor says"),
        0);
    assertThat(workspace.table("visits", ADDED_BY_SLUICE)).isEqualTo(rows("a1", "a2"));
    goOn();
  }

  @LongProof
  @Test
  void an_aggregation_of_other_columns_replaces_all_its_rows_or_none() throws IOException {
    write("aggregations/daily.sql", "-- materialized: incremental_by_date\n" + DAILY);
    require(workspace.run("aggregate"), 0);
    Dataset<Row> texts =
        SparkSessionExtension.spark().sql("select date'2026-03-02' as visit_date, '12' as total");
    publish(
        tables()
            .table("daily")
            .stageReplacement(
                texts, new TableLayout(texts.schema(), List.of(), Optional.of("visit_date"))));
    workspace.land("tuesday.csv", HEADER + "a3,/home,5,2026-03-03 10:00:00\n");
    require(workspace.run("transform"), 0);

    RunResult refused = workspace.run("aggregate");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.message())
        .isEqualTo(
            "Cannot bring daily up to date: the columns that aggregations/daily.sql gives differ from the table's (total is BIGINT, the table has STRING), and new ones take the place of all its rows");
    assertThat(refused.report().path("next_step").asText())
        .isEqualTo(
            "./sluice aggregate --pipeline visits --full-refresh daily, or change the SQL back");
    assertThat(workspace.table("daily"))
        .containsExactly(Map.of("visit_date", LocalDate.of(2026, 3, 2), "total", "12"));

    require(workspace.run("aggregate", "--full-refresh", "daily"), 0);
    assertThat(workspace.table("daily"))
        .containsExactlyInAnyOrder(
            Map.of("visit_date", LocalDate.of(2026, 3, 2), "total", 12L),
            Map.of("visit_date", LocalDate.of(2026, 3, 3), "total", 45L));
    assertThat(workspace.run("doctor").message()).isEqualTo("all agrees");
  }

  private static String fault(RunResult run, String what) {
    return run.stdout().stream()
        .filter(line -> line.contains(what))
        .map(line -> line.replaceFirst("^FAULT (.*?); .*$", "$1"))
        .findFirst()
        .orElseThrow();
  }

  private Tables tables() {
    return new Tables(
        SparkSessionExtension.spark(),
        new Storage(SparkSessionExtension.spark().sparkContext().hadoopConfiguration()),
        hadoop("tables"));
  }

  /** Publishes a change as the pipeline's next. */
  private void publish(TableChange change) {
    Tables tables = tables();
    ChangeLog changes =
        new ChangeLog(tables.storage(), hadoop("changes"), hadoop("tables"), "visits");
    new Publisher(changes, tables, "by-hand")
        .publish(state -> ChangeDraft.of(new ChangeBody.Maintenance(), List.of(change)));
    DeltaLog.clearCache();
  }

  private org.apache.hadoop.fs.Path hadoop(String folder) {
    return new org.apache.hadoop.fs.Path(workspace.in(folder).toUri());
  }

  /** Takes in a good file as if nothing had been. */
  private void goOn() throws IOException {
    workspace.land("tuesday.csv", HEADER + "a3,/home,5,2026-03-03 10:00:00\n");
    require(workspace.run("run"), 0);
    assertThat(workspace.table("visits", ADDED_BY_SLUICE)).isEqualTo(rows("a1", "a2", "a3"));
    assertThat(workspace.table("daily"))
        .containsExactlyInAnyOrder(
            Map.of("visit_date", LocalDate.of(2026, 3, 2), "total", 12L),
            Map.of("visit_date", LocalDate.of(2026, 3, 3), "total", 45L));
    assertThat(workspace.run("doctor").message()).isEqualTo("all agrees");
  }

  /**
   * Takes in a file without records, and writes into the record and the commit what a version put
   * there that compared no columns.
   */
  private void damage(Other other) throws IOException {
    workspace.land("only-a-header.csv", HEADER);
    require(workspace.run("transform"), 0);
    Path log = workspace.in("tables/visits/_delta_log");
    ObjectNode metadata = null;
    for (String line : Files.readAllLines(log.resolve("%020d.json".formatted(0)))) {
      ObjectNode action = (ObjectNode) JSON.readTree(line);
      metadata = action.has("metaData") ? action : metadata;
    }
    ObjectNode table = (ObjectNode) metadata.get("metaData");
    String columns = table.get("schemaString").asText();
    assertThat(columns).contains(other.recorded);
    table.put("schemaString", columns.replace(other.recorded, other.mistaken));

    Path record = workspace.in("changes/000002.json");
    ObjectNode change = (ObjectNode) JSON.readTree(Files.readString(record));
    ((ArrayNode) change.at("/tables/visits/actions")).add(metadata);
    Files.writeString(record, change.toString());
    Path commit = log.resolve("%020d.json".formatted(1));
    List<String> lines = new ArrayList<>(Files.readAllLines(commit));
    lines.add(metadata.toString());
    Files.write(commit, lines);
    Path checksum = log.resolve("%020d.crc".formatted(1));
    ObjectNode noted = (ObjectNode) JSON.readTree(Files.readString(checksum));
    noted.set("metadata", table);
    Files.writeString(checksum, noted.toString());
    for (Path changed : List.of(record, commit, checksum)) {
      Files.deleteIfExists(changed.resolveSibling("." + changed.getFileName() + ".crc"));
    }
    DeltaLog.clearCache();
  }

  private void requireUnsafe(String job, Other other) throws IOException {
    RunResult refused = workspace.run(job);
    assertThat(refused.exitCode()).as(refused.outcome()).isEqualTo(5);
    assertThat(refused.message())
        .matches(
            "Cannot go on with visits: the table's columns are not those of its rows; in part-.*parquet "
                + other.found);
    assertThat(refused.report().path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline visits");
  }

  private static List<Map<String, Object>> rows(String... ids) {
    Map<String, Map<String, Object>> all =
        Map.of(
            "a1", row("a1", "/home", 12, "2026-03-02", "2026-03-02T09:15:00Z"),
            "a2", row("a2", "/shop", 40, "2026-03-03", "2026-03-03T00:00:00Z"),
            "a3", row("a3", "/home", 5, "2026-03-03", "2026-03-03T10:00:00Z"));
    return Contents.sorted(Arrays.stream(ids).map(all::get).toList());
  }

  private static Map<String, Object> row(
      String id, String page, int seconds, String date, String time) {
    return Map.of(
        "visit_id", id,
        "page", page,
        "seconds", seconds,
        "visit_date", LocalDate.parse(date),
        "visited_at", Instant.parse(time));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("sql/visits").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static void require(RunResult run, int exitCode) {
    assertThat(run.exitCode()).as(run.outcome()).isEqualTo(exitCode);
  }
}

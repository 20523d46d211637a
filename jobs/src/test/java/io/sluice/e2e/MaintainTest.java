// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.Contents;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables hold the same rows in fewer files, and what is no longer read is removed. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class MaintainTest {
  private static final Duration LONG_AGO = Duration.ofDays(8);
  private static final String NOTHING = "NO-OP nothing to compact, remove or drop";
  private static final List<String> RELATIONS =
      List.of(
          "daily_sensor_metrics",
          "files",
          "quarantine",
          "restatements",
          "sensor_metrics",
          "sensor_readings");

  private static final String LOOK_THROUGH_ALL = "RUN look through " + String.join(", ", RELATIONS);

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path root;

  private static Path made;

  @TempDir Path folder;

  private Workspace workspace;

  /** Three batches with rows of the same dates; the aggregations are computed twice. */
  @BeforeAll
  static void make() throws IOException {
    Workspace first = Readings.workspace(root.resolve("data"));
    land(first, 1);
    succeed(first, "transform");
    succeed(first, "aggregate");
    land(first, 2);
    land(first, 3);
    succeed(first, "transform", "--files-per-batch", "1");
    succeed(first, "aggregate");
    made = first.in("");
  }

  private static void land(Workspace workspace, int sensor) throws IOException {
    workspace.land(
        "readings-" + sensor + ".csv",
        Readings.file(
            "s%d;1;01.03.2024 10:00:00;20.5;true;01.01.2024".formatted(sensor),
            "s%d;2;02.03.2024 10:00:00;%d;;".formatted(sensor, sensor),
            "s%d;3;02.03.2024 10:00:00;hot;;".formatted(sensor)));
  }

  @BeforeEach
  void copy() throws IOException {
    workspace = copyAt(folder.resolve("data"));
  }

  /** Without the streams' checkpoints, which know the files by their paths. */
  private static Workspace copyAt(Path data) throws IOException {
    Workspace copy = Readings.workspace(data);
    Folders.copy(made, copy.in(""));
    Folders.delete(copy.in("checkpoints"));
    return copy;
  }

  @Test
  void the_same_rows_are_in_fewer_files() throws IOException {
    Map<String, List<Map<String, Object>>> before = Readings.contents(workspace);
    Map<String, Integer> files = files();

    RunResult run = succeed(workspace, "maintain");

    assertThat(run.verdict()).isEqualTo(LOOK_THROUGH_ALL);
    assertThat(run.outcome())
        .matches(
            "SUCCEEDED maintain readings: %d files became 4; 0 files removed, 0 bytes freed; [0-9.]+ s"
                .formatted(
                    files.get("files") + files.get("quarantine") + files.get("sensor_readings")));
    assertThat(files())
        .isEqualTo(
            Map.of(
                "daily_sensor_metrics", 1,
                "files", 1,
                "quarantine", 1,
                "restatements", 1,
                "sensor_metrics", 1,
                "sensor_readings", 2));
    assertThat(tables(run))
        .isEqualTo(Map.of("files", "3, 3", "quarantine", "3, 3", "sensor_readings", "3, 6"));
    assertThat(Readings.contents(workspace)).isEqualTo(before);
    requireAtRest();
    succeed(workspace, "quality");
  }

  @Test
  void a_late_file_comes_to_the_same_and_its_files_stay_until_all_have_read_them()
      throws IOException {
    Workspace without = copyAt(folder.resolve("without"));
    Instant landed = Instant.parse("2026-01-05T00:00:00Z");
    succeed(workspace, "maintain");
    for (Workspace each : List.of(workspace, without)) {
      // A new row of an old date, one that is there already, and one that contradicts another.
      String text =
          Readings.file(
              "s4;1;01.03.2024 08:00:00;1.5;;",
              "s1;1;01.03.2024 10:00:00;20.5;true;01.01.2024",
              "s2;2;02.03.2024 10:00:00;7;;");
      each.land("readings-4.csv", text.getBytes(StandardCharsets.UTF_8), landed);
      succeed(each, "transform");
    }
    succeed(workspace, "maintain");
    // As if the batch, and what was done since, were over a week old.
    long batch = lastBatch();
    Instant recorded = recordAgo(batch, LONG_AGO);
    DeltaFolder.age(workspace, LONG_AGO.minusHours(1));

    assertThat(succeed(workspace, "maintain").verdict()).isEqualTo(LOOK_THROUGH_ALL);
    RunResult behind = succeed(workspace, "maintain");
    assertThat(behind.report().path("verdict_detail").asText())
        .isEqualTo(
            "nothing to compact, remove or drop; nothing younger than %s was removed: daily_sensor_metrics doesn't cover change %d; run aggregate"
                .formatted(recorded, batch));

    for (Workspace each : List.of(workspace, without)) {
      assertThat(succeed(each, "aggregate").verdict()).startsWith("RUN daily_sensor_metrics");
    }
    DeltaFolder table = new DeltaFolder(workspace.in("tables/sensor_readings"));
    assertThat(table.lying().size()).isGreaterThan(table.current().size());
    assertThat(succeed(workspace, "maintain").message()).doesNotContain("younger");
    assertThat(table.lying()).isEqualTo(table.current());
    assertThat(Readings.contents(workspace)).isEqualTo(Readings.contents(without));
    requireAtRest();
    succeed(workspace, "quality");
  }

  @Test
  void what_was_left_tidy_is_not_looked_through_again() throws IOException {
    succeed(workspace, "maintain");
    landAnotherDate(4);
    succeed(workspace, "transform");
    assertThat(succeed(workspace, "maintain").verdict())
        .isEqualTo("RUN look through files, sensor_readings");
    assertThat(succeed(workspace, "maintain").verdict()).isEqualTo(NOTHING);

    for (String torn : List.of("", "{\"files\": {\"vers", "[]", "{\"files\": 7}")) {
      Files.writeString(workspace.in("checkpoints/maintain/looked-through.json"), torn);
      RunResult run = succeed(workspace, "maintain");
      assertThat(run.verdict()).isEqualTo(LOOK_THROUGH_ALL);
      assertThat(run.message()).isEqualTo("looked, and found nothing to compact, remove or drop");
      assertThat(succeed(workspace, "maintain").verdict()).isEqualTo(NOTHING);
    }
  }

  @Test
  void a_log_of_many_commits_is_summed_up() throws IOException {
    String last = "tables/sensor_readings/_delta_log/_last_checkpoint";
    for (int sensor = 4; sensor < 12; sensor++) {
      landAnotherDate(sensor);
    }
    succeed(workspace, "transform", "--files-per-batch", "1");
    succeed(workspace, "aggregate");
    Map<String, List<Map<String, Object>>> before = Readings.contents(workspace);
    assertThat(workspace.in(last)).doesNotExist();

    RunResult run = succeed(workspace, "maintain");

    assertThat(run.verdict()).isEqualTo(LOOK_THROUGH_ALL);
    assertThat(run.message()).endsWith("; 2 logs summed up");
    long version = run.report().at("/tables/sensor_readings/version").asLong();
    assertThat(JSON.readTree(Files.readString(workspace.in(last))).path("version").asLong())
        .isEqualTo(version)
        .isGreaterThan(10);
    requireAtRest();
    // Nobody needs the commits before it any more.
    for (long old = 0; old < version; old++) {
      Files.delete(workspace.in("tables/sensor_readings/_delta_log/%020d.json".formatted(old)));
    }
    assertThat(Readings.contents(workspace)).isEqualTo(before);
    landAnotherDate(12);
    succeed(workspace, "transform");
    succeed(workspace, "aggregate");
    succeed(workspace, "quality");
  }

  private void landAnotherDate(int sensor) throws IOException {
    String row = "s%d;1;03.03.2024 10:00:00;20.5;;".formatted(sensor);
    workspace.land("readings-%d.csv".formatted(sensor), Readings.file(row));
  }

  @Test
  void what_no_version_of_the_last_week_has_goes() throws IOException {
    succeed(workspace, "maintain");
    SortedMap<String, String> logs = logs();
    Map<String, List<Map<String, Object>>> before = Readings.contents(workspace);
    List<String> leftovers =
        List.of("sensor_readings/measured_date=2024-03-01/part-killed.parquet", "files/x.parquet");
    for (String leftover : leftovers) {
      Files.writeString(workspace.in("tables/" + leftover), "half writ");
    }
    Path foreign = workspace.in("tables/foreign/part-1.parquet");
    Files.createDirectories(foreign.getParent());
    Files.writeString(foreign, "not ours");
    requireAtRest(); // all of it is younger than a week

    DeltaFolder.age(workspace, LONG_AGO);
    Files.writeString(workspace.in("tables/files/young.parquet"), "a run may be writing it");
    RunResult run = succeed(workspace, "maintain");

    assertThat(run.verdict()).isEqualTo(LOOK_THROUGH_ALL);
    assertThat(run.outcome())
        .matches(
            "SUCCEEDED maintain readings: nothing to compact; \\d+ files removed, [0-9.]+ kB freed; [0-9.]+ s");
    for (String relation : RELATIONS) {
      DeltaFolder table = new DeltaFolder(workspace.in("tables/" + relation));
      assertThat(table.lying())
          .filteredOn(path -> !path.equals("young.parquet"))
          .containsExactlyElementsOf(table.current());
    }
    assertThat(workspace.in("tables/files/young.parquet")).exists();
    assertThat(foreign).exists();
    assertThat(logs()).isEqualTo(logs);
    assertThat(Readings.contents(workspace)).isEqualTo(before);
    requireAtRest();
  }

  @Test
  void a_version_that_was_replaced_today_stays_readable_however_old_its_files() throws IOException {
    DeltaFolder.age(workspace, LONG_AGO);
    String table = workspace.in("tables/sensor_readings").toString();
    Dataset<Row> old =
        SparkSessionExtension.spark().read().format("delta").option("versionAsOf", 2).load(table);
    List<String> planned = List.of(old.inputFiles());
    List<Map<String, Object>> before = Contents.of(old);

    succeed(workspace, "maintain");
    assertThat(new DeltaFolder(Path.of(table)).current()).hasSize(2);
    // To keep less is to look again, however short ago the last look was.
    assertThat(succeed(workspace, "maintain", "--keep", "1 hour").verdict())
        .isEqualTo(LOOK_THROUGH_ALL);

    assertThat(planned).hasSizeGreaterThan(2);
    assertThat(Contents.of(old)).isEqualTo(before);
  }

  @Test
  void a_missing_data_file_stops_everything() throws IOException {
    DeltaFolder.age(workspace, LONG_AGO);
    DeltaFolder table = new DeltaFolder(workspace.in("tables/daily_sensor_metrics"));
    Path missing = table.folder().resolve(table.current().first());
    Files.delete(missing);
    SortedMap<String, String> before = workspace.listing();

    RunResult run = workspace.run("maintain");

    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.message())
        .isEqualTo(
            "Cannot clean up file:%s: its file file:%s is gone; nothing was removed"
                .formatted(table.folder(), missing));
    assertThat(workspace.listing()).isEqualTo(before);
  }

  /** The number of the last change that published a batch. */
  private long lastBatch() throws IOException {
    return JSON.readTree(workspace.texts("changes").get(workspace.texts("changes").lastKey()))
        .at("/state/last_data")
        .asLong();
  }

  /** Has a change recorded earlier than it was; gives the time. */
  private Instant recordAgo(long number, Duration ago) throws IOException {
    Path record = workspace.in("changes/%06d.json".formatted(number));
    String text = Files.readString(record);
    String recorded = JSON.readTree(text).path("recorded_at").asText();
    Instant earlier = Instant.parse(recorded).minus(ago);
    Files.writeString(record, text.replace(recorded, earlier.toString()));
    return earlier;
  }

  /** No job has anything to do. */
  private void requireAtRest() throws IOException {
    SortedMap<String, String> before = workspace.listing();
    assertThat(succeed(workspace, "maintain").verdict()).isEqualTo(NOTHING);
    assertThat(succeed(workspace, "transform").verdict()).startsWith("NO-OP nothing landed");
    assertThat(succeed(workspace, "aggregate").verdict()).startsWith("NO-OP everything covers");
    assertThat(workspace.listing()).isEqualTo(before);
  }

  private Map<String, Integer> files() throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    for (String relation : RELATIONS) {
      files.put(relation, new DeltaFolder(workspace.in("tables/" + relation)).current().size());
    }
    return files;
  }

  /** Version and rows of each table of the report. */
  private static Map<String, String> tables(RunResult run) {
    Map<String, String> tables = new TreeMap<>();
    run.report()
        .path("tables")
        .fields()
        .forEachRemaining(
            table ->
                tables.put(
                    table.getKey(),
                    table.getValue().path("version") + ", " + table.getValue().path("rows")));
    return tables;
  }

  /** What is input, and what was recorded. */
  private SortedMap<String, String> logs() throws IOException {
    SortedMap<String, String> listing = workspace.listing();
    listing.keySet().removeIf(path -> path.matches("(tables|checkpoints)/.*"));
    return listing;
  }

  private static RunResult succeed(Workspace workspace, String job, String... options)
      throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }
}

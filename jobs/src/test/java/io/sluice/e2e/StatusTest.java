// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What status says is what the jobs then do, and what the tables hold. */
@ExtendWith(SparkSessionExtension.class)
class StatusTest {
  private static final List<String> JOBS = List.of("transform", "aggregate", "quality", "maintain");

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = Readings.workspace(folder.resolve("data"));
  }

  @Test
  void before_the_first_run_everything_is_known_and_nothing_is_there() throws IOException {
    JsonNode status = status();

    assertThat(status.path("safe").asBoolean()).isTrue();
    assertThat(status.path("unsafe").isNull()).isTrue();
    assertThat(status.path("change").asLong(-1)).isZero();
    assertThat(status.path("pending").toString())
        .isEqualTo(
            "{\"landed_files\":0,\"open_batches\":0,\"open_files\":0,\"unapplied_change\":null,"
                + "\"changed_files\":0,\"ignored_files\":0,\"ignored\":[]}");
    assertThat(status.path("quarantine").toString()).isEqualTo("{\"open\":0,\"reasons\":{}}");
    assertThat(status.path("last_runs").size()).isZero();
    assertThat(verdict(status, "transform")).isEqualTo("NO-OP nothing landed since batch 0");
    assertThat(verdict(status, "quality")).isEqualTo("NO-OP nothing is published yet");
    assertThat(workspace.in("")).doesNotExist();
  }

  @Test
  void each_rerun_does_what_status_said() throws IOException {
    workspace.land("readings-1.csv", good("s1", "01.03.2024"));
    workspace.land("readings-2.csv", bad());
    workspace.land("other.csv", "");
    sayTheSame("transform", "RUN 2 files in 1 batch", 3);
    sayTheSame("transform", "RESUME batch 1 \\(2 files, started by run .*\\)", 3);
    Files.delete(workspace.in("landing/readings-2.csv"));
    sayTheSame("transform", "UNSAFE Cannot read readings-2.csv: its delivery note says .*", 5);
    succeed("files accept", "*", "--missing", "--reason", "sent by mistake");
    sayTheSame("transform", "RESUME batch 1 .*", 0);
    sayTheSame(
        "quality", "FAILED Cannot check readings: daily_sensor_metrics covers change 0,.*", 1);
    sayTheSame("aggregate", "RUN daily_sensor_metrics, sensor_metrics up to change 2", 0);
    sayTheSame("aggregate", "NO-OP everything covers change 2", 0);
    sayTheSame("transform", "NO-OP nothing landed since batch 1", 0);
    sayTheSame("quality", "RUN 5 checks of readings at change 2", 0);
    sayTheSame("quality", "NO-OP run .* has checked change \\d+", 0);
    sayTheSame(
        "maintain",
        "RUN look through daily_sensor_metrics, decisions, files, quarantine, restatements, sensor_metrics, sensor_readings",
        0);
    sayTheSame("maintain", "NO-OP nothing to compact, remove or drop", 0);
    workspace.use(
        Pipelines.copy(
            Pipelines.OWN,
            Readings.NAME,
            folder.resolve("sql"),
            new Pipelines.Edit(
                "aggregations/daily_sensor_metrics.sql", "min(celsius)", "min(celsius) + 0")));
    sayTheSame(
        "aggregate",
        "NO-OP everything else covers change 2; daily_sensor_metrics, sensor_metrics: waiting for --full-refresh, the SQL has changed",
        2);
    assertThat(status().path("aggregations").toString())
        .isEqualTo(
            "[{\"relation\":\"daily_sensor_metrics\",\"covers\":2,\"behind\":false,\"waiting_for_full_refresh\":true,\"waiting_because\":\"the SQL has changed\",\"stream\":null},"
                + "{\"relation\":\"sensor_metrics\",\"covers\":2,\"behind\":false,\"waiting_for_full_refresh\":true,\"waiting_because\":\"the SQL has changed\",\"stream\":null}]");
  }

  @Test
  @LongProof
  void figures_are_those_of_the_tables() throws IOException {
    workspace.land("readings-1.csv", "what;is;this\n1;2;3\n");
    workspace.land(
        "readings-2.csv",
        Readings.file(
            "s1;1;01.03.2024 10:00:00;20.5;true;",
            "s1;2;01.03.2024 11:00:00;hot;maybe;",
            "s1;3;02.03.2024 11:00:00;hot;true;",
            "s1;4;02.03.2024 11:00:00"));
    succeed("transform", "--max-quarantined-ratio", "1", "--reason", "known outage");
    assertThat(quarantine())
        .isEqualTo(
            "{\"open\":3,\"reasons\":{\"celsius_type\":2,\"column_count\":1,\"is_indoor_type\":1}}");
    assertThat(status().path("files_rejected").asLong()).isEqualTo(1);
    assertThat(status().path("dates_with_older_sql").path("dates").asLong(-1)).isZero();
    requireCounted();

    workspace.use(
        Pipelines.copy(
            Pipelines.OWN,
            Readings.NAME,
            folder.resolve("sql"),
            new Pipelines.Edit("rules.sql", "between -60 and 60", "between -60 and 61")));
    workspace.land("readings-3.csv", good("s2", "02.03.2024"));
    workspace.land("readings-4.csv", Readings.file("s3;1;03.03.2024 11:00:00;hot;true;"));
    succeed("transform");
    succeed("quarantine discard", "--to", "2024-03-01", "--reason", "test");
    assertThat(quarantine())
        .isEqualTo("{\"open\":3,\"reasons\":{\"celsius_type\":2,\"column_count\":1}}");
    assertThat(status().path("dates_with_older_sql").toString())
        .isEqualTo("{\"dates\":1,\"ranges\":[\"2024-03-01\"]}");
    requireCounted();

    succeed("files reject", "readings-1.csv", "--reason", "test");
    assertThat(status().path("files_rejected").asLong(-1)).isZero();
    succeed("quarantine discard", "--all", "--reason", "test");
    assertThat(quarantine()).isEqualTo("{\"open\":0,\"reasons\":{}}");
    succeed("aggregate");
    requireCounted();
  }

  @Test
  @LongProof
  void what_no_record_says_is_counted_by_the_next_batch() throws IOException {
    workspace.land("readings-1.csv", Readings.file("s1;2;01.03.2024 11:00:00;hot;true;"));
    succeed("transform");
    Path record = workspace.in("changes/000001.json");
    ObjectMapper json = new ObjectMapper();
    JsonNode withoutStanding = json.readTree(record.toFile());
    ((ObjectNode) withoutStanding.get("state")).remove("standing");
    json.writeValue(record.toFile(), withoutStanding);
    assertThat(status().path("quarantine").toString()).isEqualTo("{\"open\":null,\"reasons\":{}}");
    assertThat(workspace.run("status").stdout())
        .anyMatch(line -> line.matches("newest file +not counted yet, the next batch does"))
        .anyMatch(
            line ->
                line.matches(
                    "quarantine +not counted yet, the next batch does; ./sluice quarantine list --pipeline readings"));

    workspace.land("readings-2.csv", Readings.file("s1;3;02.03.2024 11:00:00;hot;true;"));
    succeed("transform");
    assertThat(quarantine()).isEqualTo("{\"open\":2,\"reasons\":{\"celsius_type\":2}}");
    requireCounted();
  }

  @Test
  void the_age_of_the_newest_file_is_judged() throws IOException {
    workspace.use(
        Pipelines.copy(
            Pipelines.OWN,
            Readings.NAME,
            folder.resolve("sql"),
            new Pipelines.Edit(
                "pipeline.yaml",
                "event-date:",
                "freshness: {warn-after: 3 hours, error-after: 1 day}\nevent-date:")));
    assertThat(status().path("freshness").path("status").asText()).isEqualTo("error");
    Instant now = Instant.now();
    int number = 0;
    for (Duration age : List.of(Duration.ofDays(3), Duration.ofHours(5), Duration.ofHours(1))) {
      byte[] file = good("s" + ++number, "01.03.2024").getBytes(StandardCharsets.UTF_8);
      workspace.land("readings-%d.csv".formatted(number), file, now.minus(age));
      succeed("transform");
      JsonNode freshness = status().path("freshness");
      assertThat(freshness.path("status").asText())
          .isEqualTo(List.of("error", "warn", "ok").get(number - 1));
      assertThat(freshness.path("age_seconds").asLong())
          .isBetween(age.toSeconds(), age.toSeconds() + 600);
    }
    assertThat(workspace.run("status").stdout())
        .anyMatch(
            line ->
                line.matches("newest file +ok: 1 h.* old \\(warn after 3 h, error after 1 d\\)"));
  }

  @Test
  void the_last_run_of_each_job_is_shown_and_a_run_by_its_id() throws IOException {
    workspace.land("readings-1.csv", bad());
    assertThat(workspace.run("transform", "--run-id", "first").exitCode()).isEqualTo(3);
    JsonNode last = status().path("last_runs").path("transform");
    assertThat(last.path("run_id").asText()).isEqualTo("first");
    assertThat(last.path("exit_code").asInt()).isEqualTo(3);
    assertThat(last.path("next_step").asText()).startsWith("correct source in pipeline.yaml");
    List<String> screen = workspace.run("status").stdout();
    assertThat(screen)
        .anyMatch(
            line -> line.matches("transform +\\S+Z +gate_failed +3 +first +RESUME batch 1 .*"));
    assertThat(screen).anyMatch(line -> line.startsWith("transform: Cannot publish batch 1: "));
    assertThat(screen).anyMatch(line -> line.startsWith("  next: correct source in pipeline.yaml"));
    assertThat(screen.get(screen.size() - 1)).matches("SUCCEEDED status readings: [0-9.]+ s");

    succeed("files reject", "*", "--reason", "test", "--run-id", "second");
    succeed("run", "--run-id", "all");
    assertThat(jobs("all")).containsExactlyInAnyOrder("transform", "aggregate", "quality", "run");
    assertThat(jobs("second")).containsExactly("files");
    assertThat(status().path("last_runs").path("transform").path("run_id").asText())
        .isEqualTo("all");
    assertThat(workspace.run("status", "--run", "first").stdout())
        .contains("job: transform", "outcome: gate_failed", "exit_code: 3");
    RunResult unknown = workspace.run("status", "--run", "third");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.message())
        .isEqualTo(
            "Cannot show run 'third': no report in runs/ has that id; ./sluice status --pipeline readings names the last runs");
  }

  @Test
  void a_report_that_cannot_be_read_is_told_of() throws IOException {
    Path runs = Files.createDirectories(workspace.in("runs"));
    Files.createDirectory(runs.resolve("20261120T030000Z-transform-a-folder.json"));
    Files.writeString(runs.resolve("20261120T030000Z-aggregate-torn.json"), "{\"run_id\": \"to");
    JsonNode last = status().path("last_runs");
    assertThat(last.path("transform").path("outcome").asText()).isEqualTo("unreadable");
    assertThat(last.path("aggregate").path("outcome").asText()).isEqualTo("unreadable");
    assertThat(workspace.run("status").stdout())
        .contains(
            "transform: Cannot read the report 20261120T030000Z-transform-a-folder.json",
            "aggregate: Cannot read the report 20261120T030000Z-aggregate-torn.json");
  }

  @Test
  void what_disagrees_is_shown_and_nothing_else_fails() throws IOException {
    workspace.land("readings-1.csv", good("s1", "01.03.2024"));
    succeed("transform");
    Path record = workspace.in("changes/000001.json");
    byte[] whole = Files.readAllBytes(record);
    Files.delete(record);
    JsonNode emptyLog = status();
    assertThat(emptyLog.path("safe").asBoolean()).isFalse();
    assertThat(emptyLog.path("unsafe").path("message").asText())
        .isEqualTo(
            "Cannot trust the change log of readings: the log is empty, but table files is there");
    assertThat(emptyLog.path("unsafe").path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline readings");
    for (String job : JOBS) {
      assertThat(verdict(emptyLog, job)).startsWith("UNSAFE Cannot trust the change log");
    }

    Files.write(record, new byte[0]);
    RunResult torn = workspace.run("status", "--json");
    assertThat(torn.exitCode()).isEqualTo(5);
    assertThat(json(torn).path("unsafe").path("message").asText())
        .isEqualTo("Cannot trust the change log of readings: its record 000001.json can't be read");
    assertThat(json(torn).path("change").isNull()).isTrue();
    assertThat(json(torn).path("last_runs").path("transform").path("exit_code").asInt()).isZero();

    Files.write(record, whole);
    assertThat(status().path("safe").asBoolean()).isTrue();
  }

  /** Status, which leaves everything as it is, reports and leases too. */
  private JsonNode status() throws IOException {
    SortedMap<String, String> before = Folders.listing(workspace.in(""));
    RunResult result = workspace.run("status", "--json");
    assertThat(result.exitCode()).as(result.message()).isZero();
    assertThat(Folders.listing(workspace.in(""))).isEqualTo(before);
    return json(result);
  }

  private static JsonNode json(RunResult result) throws IOException {
    return new ObjectMapper().readTree(String.join("\n", result.stdout()));
  }

  private void sayTheSame(String job, String expected, int exitCode) throws IOException {
    String said = verdict(status(), job);
    RunResult run = workspace.run(job);
    assertThat(said).matches(expected);
    assertThat(run.exitCode()).as(run.outcome()).isEqualTo(exitCode);
    if (exitCode == 1) {
      assertThat(run.outcome()).startsWith("FAILED %s readings: ".formatted(job));
      assertThat(said).isEqualTo("FAILED " + run.message());
    } else {
      assertThat(said).isEqualTo(run.verdict());
    }
  }

  private static String verdict(JsonNode status, String job) {
    JsonNode rerun = status.path("reruns").path(job);
    return rerun.path("verdict").asText() + " " + rerun.path("verdict_detail").asText();
  }

  private String quarantine() throws IOException {
    return status().path("quarantine").toString();
  }

  /** The same figures, counted in the tables as any reader finds them. */
  private void requireCounted() throws IOException {
    List<Object> discarded =
        !workspace.hasTable("decisions")
            ? List.of()
            : workspace.table("decisions").stream()
                .filter(row -> row.get("decision").equals("discard"))
                .map(row -> row.get("quarantine_id"))
                .toList();
    JsonNode status = status();
    assertThat(status.path("quarantine").path("open").asLong())
        .isEqualTo(
            workspace.table("quarantine").stream()
                .filter(row -> !discarded.contains(row.get("id")))
                .count());
    assertThat(Instant.parse(status.path("freshness").path("newest_file_at").asText()))
        .isEqualTo(
            workspace.table("files").stream()
                .map(row -> (Instant) row.get("modified_at"))
                .max(Instant::compareTo)
                .orElseThrow());
  }

  private List<String> jobs(String runId) throws IOException {
    List<String> jobs = new ArrayList<>();
    json(workspace.run("status", "--run", runId, "--json"))
        .path("reports")
        .forEach(report -> jobs.add(report.path("job").asText()));
    return jobs;
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult result = workspace.run(job, options);
    assertThat(result.exitCode()).as(result.outcome()).isZero();
    return result;
  }

  private static String good(String sensor, String date) {
    return Readings.file(sensor + ";1;" + date + " 10:00:00;20.5;true;01.01.2024");
  }

  private static String bad() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i <= 10; i++) {
      records.add("s9;%d;01.03.2024 10:00:00;hot;true;".formatted(i));
    }
    return Readings.file(records.toArray(String[]::new));
  }
}

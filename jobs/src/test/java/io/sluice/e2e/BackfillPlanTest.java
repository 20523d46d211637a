// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.Pipelines.Edit;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A backfill is prepared, looked at, and carried out later or not at all. */
@ExtendWith(SparkSessionExtension.class)
class BackfillPlanTest {
  private static final String[] SECOND = {"--from", "2024-03-02", "--to", "2024-03-02"};
  private static final String[] WHY = {"--reason", "sensors were right"};

  @TempDir static Path published;

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeAll
  static void publish() throws IOException {
    Workspace workspace = Readings.workspace(published);
    workspace.land(
        "readings-1.csv",
        Readings.file(
            "s1;1;01.03.2024 10:00:00;20.5;true;01.01.2024",
            "s2;1;02.03.2024 10:00:00;70;;",
            "s2;1;02.03.2024 10:00:00;71;;",
            "s2;2;02.03.2024 11:00:00;4.25;false;",
            "s2;2;02.03.2024 11:00:00;4.25;false;"));
    assertThat(workspace.run("transform").exitCode()).isZero();
  }

  @BeforeEach
  void open() throws IOException {
    Folders.copy(published, folder.resolve("data"));
    workspace = Readings.workspace(folder.resolve("data"));
    Edit warmer = new Edit("rules.sql", "between -60 and 60", "between -60 and 70");
    workspace.use(Pipelines.copy(Pipelines.OWN, Readings.NAME, folder.resolve("sql"), warmer));
  }

  @Test
  void a_plan_shows_what_would_change_and_is_applied_once_after_other_dates_changed()
      throws IOException {
    Map<String, List<Map<String, Object>>> before = tables();
    RunResult planned = succeed("backfill", with(SECOND, "--plan"));
    JsonNode plan = planned.report().path("plan");
    String id = plan.path("id").asText();

    assertThat(planned.verdict())
        .isEqualTo("RUN plan to replace 2024-03-02..2024-03-02 from 1 file");
    assertThat(planned.stdout().subList(1, 3))
        .containsExactly(
            "date        rows    only old  only new  quarantined  duplicates",
            "2024-03-02  1 -> 2  0         1         2 -> 1       1");
    assertThat(plan.path("dates").toString())
        .isEqualTo(
            "[{\"date\":\"2024-03-02\",\"rows_old\":1,\"rows_new\":2,\"only_old\":0,"
                + "\"only_new\":1,\"duplicates_old\":1,\"duplicates_new\":1,"
                + "\"quarantined_old\":2,\"quarantined_new\":1,\"sums\":{}}]");
    assertThat(plan.path("files").asInt()).isOne();
    assertThat(plan.path("bytes").asLong())
        .isEqualTo(Files.size(workspace.in("archive/000001/readings-1.csv")));
    assertThat(planned.report().path("next_step").asText())
        .isEqualTo("./sluice backfill --pipeline readings --apply " + id + " --reason '…'");
    assertThat(tables()).isEqualTo(before);
    assertThat(workspace.texts("changes")).hasSize(1);
    assertThat(waiting()).containsExactly(id);

    workspace.land("readings-2.csv", Readings.file("s3;1;03.03.2024 09:30:00;7;true;"));
    succeed("transform");
    assertThat(succeed("maintain").verdict()).startsWith("RUN ");
    RunResult applied = succeed("backfill", with(WHY, "--apply", id));
    assertThat(applied.verdict())
        .isEqualTo("REPLACE 2024-03-02..2024-03-02 as plan %s says".formatted(id));
    assertThat(applied.report().path("plan").path("id").asText()).isEqualTo(id);
    assertThat(readings()).containsExactly("s1 1 20.5", "s2 1 70.0", "s2 2 4.25", "s3 1 7.0");
    assertThat(waiting()).isEmpty();
    Map<String, List<Map<String, Object>>> after = tables();

    RunResult again = succeed("backfill", with(WHY, "--apply", id));
    assertThat(again.verdict()).matches("NO-OP plan " + id + " was applied as change \\d+");
    assertThat(tables()).isEqualTo(after);
    // Nothing is left for a backfill to change.
    succeed("backfill", with(with(SECOND, WHY), "--run-id", "once-more"));
    assertThat(readings()).containsExactly("s1 1 20.5", "s2 1 70.0", "s2 2 4.25", "s3 1 7.0");
  }

  @LongProof
  @Test
  void a_plan_is_not_applied_after_what_it_was_made_of_has_changed() throws IOException {
    String id = succeed("backfill", with(SECOND, "--plan")).report().at("/plan/id").asText();

    requireRefused("plan-of-mine", "there is no such plan of readings; there is " + id);

    workspace.use(Pipelines.OWN);
    requireRefused(id, "the pipeline's SQL or pipeline.yaml has changed since; plan again");
    workspace.use(folder.resolve("sql"));

    String quarantined =
        String.valueOf(workspace.table("quarantine").get(0).get("id")).substring(0, 12);
    succeed("quarantine discard", "--id", quarantined, "--reason", "test data");
    assertThat(workspace.run("backfill", with(WHY, "--apply", id)).message())
        .matches(
            "Cannot apply plan "
                + id
                + ": .*@.* has decided since about readings-1.csv: discard; plan again");

    Path json = workspace.in("plans/" + id + "/plan.json");
    Files.writeString(
        json,
        Files.readString(json).replaceAll("\"created_at\" : \"20..", "\"created_at\" : \"2020"));
    assertThat(workspace.run("backfill", with(WHY, "--apply", id)).message())
        .matches("Cannot apply plan " + id + ": it expired at 2020-.*; plan again");
    assertThat(waiting()).isEmpty();
  }

  @LongProof
  @Test
  void a_plan_is_not_applied_after_one_of_its_dates_has_changed() throws IOException {
    String id = succeed("backfill", with(SECOND, "--plan")).report().at("/plan/id").asText();
    workspace.land("readings-2.csv", Readings.file("s9;1;02.03.2024 09:30:00;7;true;"));
    succeed("transform", "--run-id", "late");
    requireRefused(id, "change 2 (batch, of run late) has touched 2024-03-02 since; plan again");
  }

  @LongProof
  @Test
  void a_plan_is_not_applied_unless_all_of_it_is_there() throws IOException {
    Map<String, List<Map<String, Object>>> before = tables();
    String id = succeed("backfill", with(SECOND, "--plan")).report().at("/plan/id").asText();
    for (String part : List.of("gone", "quarantined", "files", "read")) {
      Path file = parquetIn(workspace.in("plans/" + id + "/" + part));
      byte[] content = Files.readAllBytes(file);
      Files.delete(file);
      requireTorn(id);
      Files.write(file, java.util.Arrays.copyOf(content, content.length / 2));
      requireTorn(id);
      byte[] other = content.clone();
      other[content.length / 2] ^= 1;
      Files.write(file, other);
      requireTorn(id);
      Files.write(file, content);
    }
    assertThat(tables()).isEqualTo(before);
    succeed("backfill", with(WHY, "--apply", id));
    assertThat(readings()).containsExactly("s1 1 20.5", "s2 1 70.0", "s2 2 4.25");
  }

  private void requireTorn(String id) throws IOException {
    RunResult refused = workspace.run("backfill", with(WHY, "--apply", id));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.message())
        .matches("Cannot apply plan %1$s: \\S+/plans/%1$s can't be read; plan again".formatted(id));
  }

  /** The plans that status shows. */
  private List<String> waiting() throws IOException {
    List<String> ids = new ArrayList<>();
    new ObjectMapper()
        .readTree(String.join("\n", workspace.run("status", "--json").stdout()))
        .required("plans")
        .forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static Path parquetIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  private void requireRefused(String id, String why) throws IOException {
    RunResult refused = workspace.run("backfill", with(WHY, "--apply", id));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.message()).isEqualTo("Cannot apply plan %s: %s".formatted(id, why));
  }

  /** All that a reader sees. */
  private Map<String, List<Map<String, Object>>> tables() {
    return Map.of(
        "sensor_readings", workspace.table("sensor_readings"),
        "quarantine", workspace.table("quarantine"),
        "files", workspace.table("files"));
  }

  private List<String> readings() {
    return workspace.table("sensor_readings").stream()
        .map(row -> row.get("sensor_id") + " " + row.get("sequence") + " " + row.get("celsius"))
        .sorted()
        .toList();
  }

  private static String[] with(String[] options, String... more) {
    String[] all = java.util.Arrays.copyOf(options, options.length + more.length);
    System.arraycopy(more, 0, all, options.length, more.length);
    return all;
  }

  private RunResult succeed(String job, String... options) throws IOException {
    RunResult run = workspace.run(job, options);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }
}

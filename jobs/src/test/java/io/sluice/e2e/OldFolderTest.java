// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.testing.Archive;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A folder that Sluice 0.1.0 made before its records and delivery notes had a format: three runs
 * with bad rows, a late file, a rejected file, a backfill, a decision and a maintenance; a plan and
 * a file wait. What is expected is what that version said and wrote, given the same folder.
 */
@ExtendWith(SparkSessionExtension.class)
class OldFolderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** When that version was asked for its status. */
  private static final Instant ASKED = Instant.parse("2026-11-28T11:44:47.457Z");

  private static final String NEWEST = "tables/transformed_transactions/_delta_log/%020d.json";

  @TempDir private Path root;
  private Workspace workspace;

  @BeforeEach
  void unpack() throws IOException {
    Archive.unpack("/old-folder/folder.tar.gz", root);
    workspace = new Workspace(root.resolve("data"), root.resolve("sql"), "transactions");
    workspace.goBy(Clock.fixed(ASKED, ZoneOffset.UTC));
  }

  @LongProof
  @Test
  void jobsGoOnWithTheFolderAsTheOldCodeDid() throws IOException {
    settle();
    assertThat(status()).isEqualTo(JSON.readTree(expected("status-before.json")));
    require(workspace.run("doctor"), "doctor transactions: all agrees");

    RunResult applied =
        workspace.run(
            "backfill --apply plan-20261128T111928Z-b8d45f",
            "--reason",
            "as planned",
            "--run-id",
            "eight");
    assertThat(applied.verdict())
        .isEqualTo("REPLACE 2026-11-03..2026-11-03 as plan plan-20261128T111928Z-b8d45f says");
    require(
        applied,
        "backfill transactions: 0 files read, 40 rows: 40 written, 0 duplicate, 0 quarantined; 1 date touched");

    RunResult again =
        workspace.run(
            "backfill --from 2026-11-01 --to 2026-11-01", "--reason", "again", "--run-id", "nine");
    assertThat(again.verdict()).isEqualTo("REPLACE 2026-11-01..2026-11-01 from 4 files");
    require(
        again,
        "backfill transactions: 4 files read, 63 rows: 59 written, 0 duplicate, 4 quarantined; 1 date touched");

    RunResult run = workspace.run("run", "--run-id", "ten");
    assertThat(run.verdict()).isEqualTo("RUN transform, aggregate, quality");
    assertThat(run.stdout())
        .contains(
            "RUN 1 file in 1 batch",
            "RUN category_customers, category_products, daily_category_metrics, hourly_category_metrics, transaction_metrics up to change 33",
            "RUN 13 checks of transactions at change 33");
    require(
        run,
        "run transactions: 1 file, 3 rows read, 3 written, 0 duplicate, 0 quarantined; 2 dates touched, 1 restated; 12 checks passed, 1 warned (quarantine_open: 4 rows)");

    assertThat(workspace.run("aggregate").verdict()).isEqualTo("NO-OP everything covers change 33");
    assertThat(statusNow()).isEqualTo(JSON.readTree(expected("status-after.json")));
    require(workspace.run("doctor"), "doctor transactions: all agrees");
    assertThat(asides()).isEmpty();
    for (String relation :
        List.of(
            "files",
            "quarantine",
            "decisions",
            "restatements",
            "transformed_transactions",
            "category_customers",
            "category_products",
            "daily_category_metrics",
            "hourly_category_metrics",
            "transaction_metrics")) {
      assertThat(queried(relation))
          .as(relation)
          .isEqualTo(expected(relation + ".csv").lines().toList());
    }
    assertThat(workspace.run("files list").stdout())
        .startsWith(expected("files-list.txt").lines().toArray(String[]::new));
    assertThat(workspace.run("quarantine list").stdout())
        .startsWith(expected("quarantine-list.txt").lines().toArray(String[]::new));
  }

  /** The folder is elsewhere than where it was made, so that its checkpoints name other files. */
  @Test
  void aRecordedChangeIsAppliedByTheNextRun() throws IOException {
    long newest = 0;
    while (Files.exists(workspace.in(NEWEST.formatted(newest + 1)))) {
      newest++;
    }
    Path commit = workspace.in(NEWEST.formatted(newest));
    Path checksum = commit.resolveSibling("." + commit.getFileName() + ".crc");
    List<JsonNode> actions = actions(commit);
    Files.delete(commit);
    Files.delete(checksum);
    Files.delete(workspace.in(NEWEST.formatted(newest).replace(".json", ".crc")));
    assertThat(status().at("/pending/unapplied_change").asLong()).isEqualTo(30);

    RunResult run = workspace.run("transform", "--run-id", "eight");
    assertThat(run.verdict()).startsWith("RESUME ");
    require(
        run,
        "transform transactions: 1 file, 3 rows read, 3 written, 0 duplicate, 0 quarantined; 1 date touched");

    assertThat(actions(commit)).isEqualTo(actions);
    assertThat(asides()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"changes/000030.json", "batches/000004.json"})
  void whatANewerVersionWroteIsLeftToIt(String file) throws IOException {
    boolean isRecord = file.startsWith("changes");
    ObjectNode newer =
        isRecord
            ? (ObjectNode) JSON.readTree(Files.readString(workspace.in(file)))
            : (ObjectNode) JSON.readTree(Files.readString(workspace.in("batches/000003.json")));
    Files.writeString(
        workspace.in(file), newer.put("format", 3).put("readable_by", "0.3.0").toString());
    SortedMap<String, String> before = workspace.listing();
    List<String> jobs = new ArrayList<>(List.of("transform", "run", "status", "doctor"));
    jobs.add("doctor --repair");
    if (isRecord) {
      jobs.addAll(
          List.of(
              "aggregate",
              "quality",
              "maintain",
              "files list",
              "quarantine list",
              "backfill --from 2026-11-01 --to 2026-11-01 --reason again"));
    }
    for (String job : jobs) {
      RunResult refused = workspace.run(job);
      assertThat(refused.exitCode()).as(job).isEqualTo(5);
      assertThat(refused.message())
          .as(job)
          .endsWith(
              "Cannot read %s: it has format 3, and Sluice 0.1.0 reads formats up to 2"
                  .formatted(
                      isRecord
                          ? "record 000030.json of the change log of transactions"
                          : "delivery note 000004.json of transactions"));
      assertThat(refused.report().path("next_step").asText())
          .as(job)
          .isEqualTo("use Sluice 0.3.0 or later for this pipeline");
    }
    assertThat(workspace.listing()).isEqualTo(before);
  }

  /** Has the checkpoints name the files where they are now, as if the folder had been made here. */
  private void settle() throws IOException {
    for (String job : List.of("transform", "aggregate")) {
      try (Stream<Path> sources = Files.list(workspace.in("checkpoints/" + job + "/sources/0"))) {
        for (Path source : sources.toList()) {
          String here = root.resolve("data").toUri().toString().replaceAll("/$", "");
          Files.writeString(source, Files.readString(source).replace("file:///old", here));
        }
      }
    }
  }

  private List<String> asides() throws IOException {
    try (Stream<Path> checkpoints = Files.list(workspace.in("checkpoints"))) {
      return checkpoints
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.contains(".aside-"))
          .toList();
    }
  }

  private JsonNode status() throws IOException {
    return JSON.readTree(String.join("\n", workspace.run("status", "--json").stdout()));
  }

  private JsonNode statusNow() throws IOException {
    ObjectNode json = (ObjectNode) status();
    json.remove(List.of("looked_at", "last_runs"));
    ((ObjectNode) json.path("freshness")).remove("age_seconds");
    return json;
  }

  /** The relation's header and its sorted rows, without the time at which they were made. */
  private List<String> queried(String relation) throws IOException {
    RunResult query =
        workspace.run("query", "select * from " + relation, "--format", "csv", "--limit", "1000");
    assertThat(query.exitCode()).isZero();
    boolean timed = !List.of("files", "decisions").contains(relation);
    List<String> lines = new ArrayList<>(query.stdout().subList(0, 1));
    query.stdout().stream()
        .skip(1)
        .map(line -> timed ? line.replaceAll(",[0-9-]{10} [0-9:]{8}(\\.\\d+)?$", "") : line)
        .sorted()
        .forEach(lines::add);
    return lines;
  }

  private static void require(RunResult run, String outcome) {
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.outcome()).startsWith("SUCCEEDED " + outcome + "; ");
  }

  /** What a commit does, without when and how it was made. */
  private static List<JsonNode> actions(Path commit) throws IOException {
    List<JsonNode> actions = new ArrayList<>();
    for (String line : Files.readAllLines(commit)) {
      JsonNode action = JSON.readTree(line);
      if (action.has("txn")) {
        ((ObjectNode) action.path("txn")).remove("lastUpdated");
      }
      if (!action.has("commitInfo")) {
        actions.add(action);
      }
    }
    return actions;
  }

  private static String expected(String resource) throws IOException {
    try (InputStream in = OldFolderTest.class.getResourceAsStream("/old-folder/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

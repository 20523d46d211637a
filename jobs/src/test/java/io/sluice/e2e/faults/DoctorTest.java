// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.DeltaFolder;
import io.sluice.e2e.Readings;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What disagrees is shown, and mended where nothing has to be guessed. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DoctorTest {
  /** The same in every case, so that the files of two cases are the same delivery. */
  @SuppressWarnings("TimeInStaticInitializer")
  private static final Instant LATER = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @TempDir static Path root;

  private static Scene scene;
  private static Scene.End undisturbed;
  private static String quality;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    QuietLog.begin();
    scene = Scene.open();
    landOneMore();
    scene.recover();
    undisturbed = scene.end();
    quality = scene.run("quality").message();
    assertThat(scene.run("doctor").outcome())
        .matches("SUCCEEDED doctor readings: all agrees; [0-9.]+ s");
  }

  @AfterAll
  static void cleanUp() {
    QuietLog.end();
  }

  @Sampled(8)
  @ParameterizedTest
  @EnumSource
  void what_can_be_mended_is_mended(Damage damage) throws IOException {
    scene.start(damage.stage());
    landOneMore();
    damage.to(scene.folder());
    Scene.forget();
    SortedMap<String, String> before = scene.workspace().listing();
    Collection<String> contents = texts();
    for (String job : damage.unsafeJobs()) {
      requireUnsafe(job, damage.unsafe());
    }
    RunResult looked = run("doctor");
    assertThat(looked.exitCode()).as(looked.outcome()).isEqualTo(5);
    assertThat(looked.stdout()).anyMatch(line -> line.matches(damage.shown()));
    assertThat(looked.report().path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline readings --repair");
    assertThat(scene.workspace().listing()).isEqualTo(before);

    RunResult mended = run("doctor", "--repair");
    assertThat(mended.exitCode()).as(String.join("\n", mended.stdout())).isZero();
    assertThat(mended.message()).matches("[12] things? mended; all agrees");
    assertThat(texts()).as("nothing is deleted").containsAll(contents);
    assertThat(run("doctor").message()).isEqualTo("all agrees");
    scene.recover();
    assertThat(comparable(scene.end())).isEqualTo(comparable(undisturbed));
    assertThat(scene.run("quality").message()).isEqualTo(quality);
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "quarantine"})
  void books_that_are_gone_are_left_to_a_backup(String relation) throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    String table = "tables/" + relation;
    Folders.delete(scene.workspace().in(table));
    requireLeftAlone(
        "table %s is at an older version than 1, which change 2 needs".formatted(relation),
        "FAULT %s: its version 0 is missing; the table is behind the change log, and \\d of its files are gone, such as %s/.*; put the pipeline's whole folder back from a backup, .*"
            .formatted(table, table));
  }

  @Test
  void a_ledger_that_was_restored_alone_is_left_to_a_backup() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    DeltaFolder table = new DeltaFolder(scene.workspace().in("tables/files"));
    SortedSet<String> newer = table.current();
    Files.delete(Damage.commit(scene.folder(), "files", 1));
    newer.removeAll(table.current());
    for (String file : newer) {
      Files.delete(table.folder().resolve(file));
    }
    requireLeftAlone(
        "table files is at an older version than 1, which change 4 needs",
        "FAULT tables/files: its version 1 is missing; the table is behind the change log, and 1 of its files are gone, such as tables/files/.*; put the pipeline's whole folder back from a backup, .*");
  }

  @Test
  void a_log_that_is_gone_is_left_to_a_backup() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    Folders.delete(scene.workspace().in("changes"));
    requireLeftAlone(
        "the log is empty, but table files is there",
        "FAULT changes: the log is empty, but tables are there: files, quarantine, sensor_readings; nobody can tell what is published; put the pipeline's whole folder back .*");
  }

  @Test
  void a_record_that_is_gone_in_between_is_left_to_a_backup() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    Files.delete(scene.workspace().in("changes/000001.json"));
    requireLeftAlone(
        "its record 000001.json is missing",
        "FAULT changes/000001.json: is missing; what change 1 published can't be told, and no job goes on; put this file back from a backup, .*");
  }

  @Test
  void a_record_that_is_torn_in_between_is_left_to_a_backup() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    Files.writeString(scene.workspace().in("changes/000001.json"), "{");
    SortedMap<String, String> before = scene.workspace().listing();
    for (String job : List.of("aggregate", "maintain")) {
      RunResult result = run(job);
      assertThat(result.exitCode()).as(result.outcome()).isEqualTo(5);
      assertThat(result.message())
          .isEqualTo(
              "Cannot trust the change log of readings: its record 000001.json can't be read");
    }
    RunResult doctor = run("doctor", "--repair");
    assertThat(doctor.exitCode()).isEqualTo(5);
    assertThat(doctor.stdout())
        .anyMatch(
            line ->
                line.matches(
                    "FAULT changes/000001.json: can't be read; what change 1 published can't be told, and no job goes on; put this file back from a backup, .*"));
    assertThat(scene.workspace().listing()).isEqualTo(before);
  }

  @Test
  void a_last_record_of_decisions_is_left_to_a_backup() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    succeed("files reject", "readings-3.csv", "--reason", "test");
    Files.delete(scene.workspace().in("changes/000003.json"));
    requireLeftAlone(
        "table decisions is there, but no change made it",
        "FAULT changes: the last record is changes/000002.json, but later changes are in version 0 of decisions; readers see what the change log doesn't have; people's decisions would be lost: put the missing records back from a backup, .*");
  }

  @Test
  void a_last_record_whose_raw_file_is_gone_is_left_to_a_backup() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    Files.delete(scene.workspace().in("changes/000002.json"));
    Files.delete(scene.workspace().in("archive/000002/readings-4.csv"));
    requireLeftAlone(
        "table files has a version 1 that no change explains; somebody else wrote to it",
        "FAULT changes: the last record is changes/000001.json, .*; readings-4.csv of batch 2 is gone: put the missing records back from a backup, .*");
  }

  @Test
  void another_pipeline_s_data_is_left_alone() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    Path sql = pipelineCalled("others");
    Path data = root.resolve("others-data");
    Folders.copy(scene.folder(), data.resolve("others"));
    Workspace others = new Workspace(data, sql, "others");
    SortedMap<String, String> before = others.listing();
    for (String job : List.of("transform", "aggregate", "maintain", "doctor", "doctor --repair")) {
      Scene.forget();
      String[] words = job.split(" ");
      RunResult result = words.length == 1 ? others.run(job) : others.run(words[0], words[1]);
      assertThat(result.exitCode()).as(result.outcome()).isEqualTo(5);
      assertThat(others.listing()).isEqualTo(before);
      if (words[0].equals("doctor")) {
        assertThat(result.stdout())
            .contains(
                "FAULT tables/files: it was written by the pipeline 'readings'; the folder holds another pipeline's data; put that folder back where it belongs, or name the right --data and --pipeline");
      }
    }
  }

  @Test
  void a_data_file_that_is_gone_is_named_with_its_backfill() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    Path table = scene.workspace().in("tables/sensor_readings");
    String file = new DeltaFolder(table).current().first();
    Path elsewhere = Files.move(table.resolve(file), root.resolve("elsewhere.parquet"));
    String date = file.substring(file.indexOf('=') + 1, file.indexOf('/'));
    SortedMap<String, String> before = scene.workspace().listing();
    RunResult read = run("query", "select count(distinct celsius) from sensor_readings");
    assertThat(read.exitCode()).as(read.outcome()).isEqualTo(5);
    assertThat(read.message())
        .matches("Cannot read a table of readings: its data file \\S+/%s is gone".formatted(file));
    assertThat(read.report().path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline readings");
    for (String option : List.of("--wait", "--repair")) {
      RunResult result =
          option.equals("--repair") ? run("doctor", option) : run("doctor", option, "0");
      assertThat(result.exitCode()).as(result.outcome()).isEqualTo(5);
      assertThat(result.stdout())
          .contains(
              "FAULT tables/sensor_readings: tables/sensor_readings/%s is gone; queries that need its rows fail; put the file back from a backup, or compute its dates again: ./sluice backfill --pipeline readings --from %s --to %s --reason …"
                  .formatted(file, date, date));
      assertThat(scene.workspace().listing()).isEqualTo(before);
    }
    Files.write(table.resolve(file), new byte[] {1, 2, 3});
    assertThat(run("doctor").stdout())
        .anyMatch(line -> line.contains(file + " is 3 bytes long instead of "));
    Files.copy(elsewhere, table.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    assertThat(run("doctor").message()).isEqualTo("all agrees");
  }

  @Test
  void a_data_file_with_other_content_is_named_with_its_backfill() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    Path table = scene.workspace().in("tables/sensor_readings");
    String file = new DeltaFolder(table).current().first();
    byte[] written = Files.readAllBytes(table.resolve(file));
    byte[] other = written.clone();
    other[other.length - 20] ^= 1;
    Files.write(table.resolve(file), other);
    RunResult read = run("query", "select count(distinct celsius) from sensor_readings");
    assertThat(read.exitCode()).as(read.outcome()).isEqualTo(5);
    assertThat(read.message())
        .matches(
            "Cannot read \\S+/%s: it isn't what was written, says the checksum beside it"
                .formatted(file));
    assertThat(read.report().path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline readings");
    RunResult looked = run("doctor");
    assertThat(looked.exitCode()).as(looked.outcome()).isEqualTo(5);
    assertThat(looked.stdout())
        .anyMatch(line -> line.contains(file + " has another content than was written; "))
        .anyMatch(line -> line.contains("./sluice backfill --pipeline readings --from "));
    Files.write(table.resolve(file), written);
    assertThat(run("doctor").message()).isEqualTo("all agrees");
  }

  @Test
  void an_older_commit_that_was_cut_off_is_noticed_by_who_reads_it() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    String rows = "select count(*) from sensor_readings";
    List<String> whole = run("query", rows).stdout();
    Damage.OLDER_COMMIT_CUT_AT_A_LINE.to(scene.folder());
    Scene.forget();
    assertThat(run("query", rows).stdout()).startsWith(whole.get(0), whole.get(1));

    Path log = scene.workspace().in("tables/sensor_readings/_delta_log");
    Files.delete(log.resolve("00000000000000000000.crc"));
    Files.delete(log.resolve("00000000000000000001.crc"));
    Scene.forget();
    RunResult read = run("query", rows);
    assertThat(read.exitCode()).as(read.outcome()).isEqualTo(5);
    assertThat(read.message())
        .matches(
            "Cannot read \\S+/sensor_readings/_delta_log/0{20}.json: it isn't what was written, says the checksum beside it");
    assertThat(read.report().path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline readings");
  }

  @Test
  void a_raw_file_that_is_gone_or_changed_is_a_warning() throws IOException {
    scene.start(Scene.Stage.AGGREGATED);
    Files.delete(scene.workspace().in("archive/000001/readings-1.csv"));
    Files.writeString(scene.workspace().in("archive/000002/readings-4.csv"), "other");
    RunResult result = run("doctor");
    assertThat(result.exitCode()).as(result.outcome()).isZero();
    assertThat(result.message()).isEqualTo("all agrees, with 2 warnings");
    assertThat(result.stdout())
        .contains(
            "warning archive/000001/readings-1.csv: is gone; only a backfill of its dates needs it; put it back, or do without it: ./sluice files accept 'readings-1.csv' --missing --pipeline readings --reason …")
        .anyMatch(
            line ->
                line.matches(
                    "warning archive/000002/readings-4.csv: is 5 bytes long instead of \\d+; only a backfill of its dates needs it; put it back from a backup"));
    succeed("files accept", "readings-1.csv", "--missing", "--reason", "test");
    assertThat(run("doctor").message()).isEqualTo("all agrees, with 1 warning");
  }

  @Test
  void the_last_note_that_is_not_published_is_written_anew() throws IOException {
    killedBeforeReading();
    Files.writeString(scene.workspace().in("batches/000001.json"), "");
    Files.writeString(scene.workspace().in("batches/000002.json"), "{\"batch\" : 2");
    requireUnsafe("transform", "delivery note .*");
    assertThat(run("doctor").stdout())
        .anyMatch(
            line ->
                line.matches(
                    "FAULT batches/000001.json: can't be read; batch 1 is not published yet, and a later one is noted; put this file back .*"))
        .contains(
            "FAULT batches/000002.json: can't be read; batch 2 is not published yet; --repair moves it aside; its files are noted again");
    // Without the second the first is the last.
    RunResult mended = run("doctor", "--repair");
    assertThat(mended.exitCode()).as(String.join("\n", mended.stdout())).isZero();
    assertThat(mended.message()).isEqualTo("2 things mended; all agrees");
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  @Test
  void a_noted_file_that_changed_is_named_with_both_ways_on() throws IOException {
    killedBeforeReading();
    Files.writeString(scene.workspace().in("landing/readings-1.csv"), "other");
    Files.delete(scene.workspace().in("landing/readings-2.csv"));
    assertThat(run("doctor").stdout())
        .contains(
            "FAULT landing/readings-1.csv: isn't what its delivery note says; batch 1 waits for it; put the noted file back, or ./sluice files reject 'readings-1.csv' --pipeline readings --reason …   or   ./sluice files accept 'readings-1.csv' --pipeline readings --reason …",
            "FAULT landing/readings-2.csv: is gone; batch 1 waits for it; put the noted file back, or ./sluice files reject 'readings-2.csv' --pipeline readings --reason …   or   ./sluice files accept 'readings-2.csv' --missing --pipeline readings --reason …");
    succeed("files accept", "readings-1.csv", "--reason", "test");
    succeed("files accept", "readings-2.csv", "--missing", "--reason", "test");
    assertThat(run("doctor").message()).isEqualTo("all agrees");
  }

  /** A run noted its batches and was killed. */
  private static void killedBeforeReading() throws IOException {
    scene.start(Scene.Stage.LANDED);
    Path inTheWay = Files.writeString(scene.workspace().in("checkpoints"), "no folder");
    assertThat(scene.run("transform").exitCode()).isEqualTo(2);
    Files.delete(inTheWay);
  }

  private static void requireLeftAlone(String unsafe, String shown) throws IOException {
    SortedMap<String, String> before = scene.workspace().listing();
    for (String job : List.of("transform", "aggregate", "maintain")) {
      requireUnsafe(job, unsafe);
    }
    for (String[] options : List.of(new String[0], new String[] {"--repair"})) {
      RunResult result = run("doctor", options);
      assertThat(result.exitCode()).as(result.outcome()).isEqualTo(5);
      assertThat(result.stdout()).anyMatch(line -> line.matches(shown));
      assertThat(scene.workspace().listing()).isEqualTo(before);
    }
  }

  /** All but the change log: aggregations may have been computed more or fewer times. */
  private static List<Object> comparable(Scene.End end) {
    return List.of(end.tables(), end.archive(), end.batches());
  }

  private static void requireUnsafe(String job, String why) throws IOException {
    SortedMap<String, String> before = scene.workspace().listing();
    Scene.forget();
    RunResult result = scene.run(job);
    assertThat(result.exitCode()).as(result.outcome()).isEqualTo(5);
    assertThat(result.verdict()).startsWith("UNSAFE ");
    assertThat(result.message()).matches("Cannot (trust|read) .*" + why);
    assertThat(result.report().path("next_step").asText())
        .isEqualTo("./sluice doctor --pipeline readings");
    assertThat(scene.workspace().listing()).isEqualTo(before);
  }

  private static RunResult run(String job, String... options) throws IOException {
    Scene.forget();
    return scene.workspace().run(job, options);
  }

  private static void succeed(String job, String... options) throws IOException {
    RunResult result = run(job, options);
    assertThat(result.exitCode()).as(result.outcome()).isZero();
  }

  /** What all files hold, regardless of their folders. */
  private static Collection<String> texts() throws IOException {
    SortedMap<String, String> texts = scene.workspace().texts("");
    texts
        .keySet()
        .removeIf(
            path ->
                path.startsWith("leases/") || path.startsWith("runs/") || path.endsWith(".crc"));
    return new ArrayList<>(texts.values());
  }

  private static Path pipelineCalled(String name) throws IOException {
    Path sql = root.resolve("others-sql");
    Folders.copy(Pipelines.OWN.resolve(Readings.NAME), sql.resolve(name));
    return sql;
  }

  private static void landOneMore() throws IOException {
    String text = Readings.file("s4;1;01.03.2024 08:00:00;1.5;;", "s4;2;04.03.2024 08:00:00;-99;;");
    scene.workspace().land("readings-5.csv", text.getBytes(StandardCharsets.UTF_8), LATER);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Readings;
import io.sluice.testing.Folders;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where change log, tables and input disagree, runs end with 5 and touch nothing. */
@ExtendWith(SparkSessionExtension.class)
class UnsafeTest {
  private static Scene scene;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    QuietLog.begin();
    scene = Scene.open();
  }

  @AfterAll
  static void cleanUp() {
    QuietLog.end();
  }

  @Test
  void a_commit_file_that_was_cut_off() throws IOException {
    startWithWork();
    Path log = scene.workspace().in("tables/sensor_readings/_delta_log");
    Path commit = log.resolve("%020d.json".formatted(1));
    Files.writeString(commit, Files.readString(commit).substring(0, 300));
    requireUnsafe("version 1 of table sensor_readings was not made by this log");
  }

  @Test
  void a_table_that_is_gone() throws IOException {
    startWithWork();
    Folders.delete(scene.workspace().in("tables/sensor_readings"));
    requireUnsafe("table sensor_readings is at an older version than 1, which change 2 needs");
  }

  @Test
  void a_record_that_is_gone() throws IOException {
    startWithWork();
    Files.delete(scene.workspace().in("changes/000001.json"));
    requireUnsafe("its record 000001.json is missing");
  }

  @Test
  void a_last_record_that_is_gone() throws IOException {
    startWithWork();
    Files.delete(scene.workspace().in("changes/000002.json"));
    requireUnsafe(
        "table (files|quarantine|sensor_readings) has a version 1 that no change explains; somebody else wrote to it");
  }

  @Test
  void a_commit_of_another_writer(SparkSession spark) throws IOException {
    startWithWork();
    String table = scene.workspace().in("tables/sensor_readings").toString();
    spark
        .read()
        .format("delta")
        .load(table)
        .limit(1)
        .write()
        .format("delta")
        .mode(SaveMode.Append)
        .save(table);
    requireUnsafe(
        "table sensor_readings has a version 2 that no change explains; somebody else wrote to it");
  }

  @Test
  void a_noted_file_that_is_gone() throws IOException {
    Path file = killedBeforeReading();
    byte[] bytes = Files.readAllBytes(file);
    FileTime modified = Files.getLastModifiedTime(file);
    Files.delete(file);
    requireBothWaysOn(
        file, modified, bytes.length, "gone", "do without it with files accept --missing");

    Files.write(file, bytes);
    Files.setLastModifiedTime(file, modified);
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  @Test
  void a_noted_file_that_changed() throws IOException {
    Path file = killedBeforeReading();
    byte[] bytes = Files.readAllBytes(file);
    FileTime modified = Files.getLastModifiedTime(file);
    Files.writeString(file, "other");
    Files.setLastModifiedTime(file, modified);
    requireBothWaysOn(
        file,
        modified,
        bytes.length,
        "5 bytes, modified " + modified.toInstant(),
        "take what is there with files accept");

    Files.write(file, bytes);
    Files.setLastModifiedTime(file, modified);
    scene.recover();
    assertThat(scene.end()).isEqualTo(scene.undisturbed());
  }

  /** Both jobs have something to do, so that neither ends before it looks. */
  private static void startWithWork() throws IOException {
    scene.start(Scene.Stage.TRANSFORMED);
    scene.workspace().land("readings-5.csv", Readings.file("s4;1;01.03.2024 08:00:00;1.5;;"));
  }

  /** A run noted its batches and was killed; gives the first noted file. */
  private static Path killedBeforeReading() throws IOException {
    scene.start(Scene.Stage.LANDED);
    Path inTheWay = Files.writeString(scene.workspace().in("checkpoints"), "no folder");
    assertThat(scene.run("transform").exitCode()).isEqualTo(2);
    Files.delete(inTheWay);
    return scene.workspace().in("landing/readings-1.csv");
  }

  private static void requireUnsafe(String why) throws IOException {
    SortedMap<String, String> before = scene.workspace().listing();
    for (String job : List.of("transform", "aggregate", "maintain")) {
      Scene.forget();
      RunResult result = scene.run(job);
      assertThat(result.exitCode()).as(result.outcome()).isEqualTo(5);
      assertThat(result.verdict()).startsWith("UNSAFE");
      assertThat(result.message()).matches("Cannot trust the change log of readings: " + why);
      assertThat(result.report().path("next_step").asText())
          .isEqualTo("./sluice doctor --pipeline readings");
      assertThat(scene.workspace().listing()).isEqualTo(before);
    }
  }

  private static void requireBothWaysOn(
      Path file, FileTime modified, int size, String now, String remedy) throws IOException {
    SortedMap<String, String> before = withoutCheckpoints();
    RunResult result = scene.run("transform");
    assertThat(result.exitCode()).as(result.outcome()).isEqualTo(5);
    assertThat(result.message())
        .isEqualTo(
            "Cannot read %s: its delivery note says %d bytes, modified %s, but it is %s; put the noted file back, give it up with files reject, or %s"
                .formatted(file.getFileName(), size, modified.toInstant(), now, remedy));
    assertThat(withoutCheckpoints()).isEqualTo(before);
  }

  /** The stream that only says when has begun. */
  private static SortedMap<String, String> withoutCheckpoints() throws IOException {
    SortedMap<String, String> listing = scene.workspace().listing();
    listing.keySet().removeIf(path -> path.startsWith("checkpoints/"));
    return listing;
  }
}

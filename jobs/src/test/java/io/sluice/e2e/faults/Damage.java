// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.e2e.DeltaFolder;
import io.sluice.testing.Folders;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SaveMode;

/**
 * What may happen to a pipeline's folder while no run is under way. The checksums that Hadoop keeps
 * beside its files stay, as they do where one is edited, cut off or deleted by hand.
 */
enum Damage {
  COMMIT_CUT_OFF(
      Scene.Stage.TRANSFORMED,
      "version 1 of table sensor_readings was not made by this log",
      "tables/sensor_readings: its version 1 was cut off or changed, and isn't what change 2 recorded; the table is behind the change log; --repair commits it again from the record") {
    @Override
    void to(Path folder) throws IOException {
      Path commit = commit(folder, "sensor_readings", 1);
      Files.writeString(commit, Files.readString(commit).substring(0, 300));
    }
  },
  COMMIT_CUT_AT_A_LINE(
      Scene.Stage.TRANSFORMED,
      "version 1 of table sensor_readings is not what change 2 recorded",
      "tables/sensor_readings: its version 1 was cut off or changed, and isn't what change 2 recorded; .*") {
    @Override
    void to(Path folder) throws IOException {
      Path commit = commit(folder, "sensor_readings", 1);
      List<String> lines = Files.readAllLines(commit);
      Files.writeString(commit, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
    }
  },
  COMMIT_EDITED(
      Scene.Stage.TRANSFORMED,
      "version 1 of table quarantine is not what change 2 recorded",
      "tables/quarantine: its version 1 was cut off or changed, and isn't what change 2 recorded; .*") {
    @Override
    void to(Path folder) throws IOException {
      Path commit = commit(folder, "quarantine", 1);
      String other = new DeltaFolder(folder.resolve("tables/quarantine")).current().first();
      String text = Files.readString(commit);
      String own = path(text);
      Files.writeString(commit, text.replace(own, other.equals(own) ? "other.parquet" : other));
    }
  },
  OLDER_COMMIT_LOST(
      Scene.Stage.TRANSFORMED,
      "table files lacks a version before 1",
      "tables/files: its version 0 is missing; the table is behind the change log; --repair .*") {
    @Override
    void to(Path folder) throws IOException {
      Files.delete(commit(folder, "files", 0));
    }
  },
  COMMIT_LOST_LATER(
      Scene.Stage.AGGREGATED,
      "table sensor_readings is at an older version than 1, which change 4 needs",
      "tables/sensor_readings: its version 1 is missing; .*") {
    @Override
    void to(Path folder) throws IOException {
      Files.delete(commit(folder, "sensor_readings", 1));
    }
  },
  OLDER_COMMIT_CUT_AT_A_LINE(
      Scene.Stage.AGGREGATED,
      "",
      "tables/sensor_readings: its version 0 was cut off or changed, and isn't what change 1 recorded; .*") {
    @Override
    void to(Path folder) throws IOException {
      Path commit = commit(folder, "sensor_readings", 0);
      List<String> lines = Files.readAllLines(commit);
      Files.writeString(commit, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
    }

    @Override
    List<String> unsafeJobs() {
      return List.of(); // only what the last change did is compared word for word
    }
  },
  DELTA_LOG_GONE(
      Scene.Stage.TRANSFORMED,
      "table sensor_readings is at an older version than 1, which change 2 needs",
      "tables/sensor_readings: its version 0 is missing; .*") {
    @Override
    void to(Path folder) throws IOException {
      Folders.delete(folder.resolve("tables/sensor_readings/_delta_log"));
    }
  },
  WRITTEN_BY_SOMEBODY_ELSE(
      Scene.Stage.TRANSFORMED,
      "table sensor_readings has a version 2 that no change explains; somebody else wrote to it",
      "tables/sensor_readings: its version 2 was written by somebody else, or cut off; readers see what the change log doesn't have; --repair moves what was written aside; the rows of the log's version 1 stay") {
    @Override
    void to(Path folder) {
      String table = folder.resolve("tables/sensor_readings").toString();
      SparkSessionExtension.spark()
          .read()
          .format("delta")
          .load(table)
          .limit(1)
          .write()
          .format("delta")
          .mode(SaveMode.Append)
          .save(table);
    }
  },
  LAST_RECORD_GONE(
      Scene.Stage.TRANSFORMED,
      "table (files|quarantine|sensor_readings) has a version 1 that no change explains; somebody else wrote to it",
      "changes: the last record is changes/000001.json, but later changes are in version 1 of files, version 1 of quarantine, version 1 of sensor_readings; readers see what the change log doesn't have; --repair sets the tables back to the log; the next runs do the change again") {
    @Override
    void to(Path folder) throws IOException {
      Files.delete(folder.resolve("changes/000002.json"));
    }
  },
  LAST_RECORD_TORN(
      Scene.Stage.TRANSFORMED,
      "its record 000002.json can't be read",
      "changes/000002.json: can't be read; what change 2 published can't be told; --repair moves it aside: the change counts as never recorded, and is done again") {
    @Override
    void to(Path folder) throws IOException {
      Path record = folder.resolve("changes/000002.json");
      Files.writeString(record, Files.readString(record).substring(0, 500));
    }
  },
  LAST_AGGREGATION_S_RECORD_GONE(
      Scene.Stage.AGGREGATED,
      "table sensor_metrics is there, but no change made it",
      "changes: the last record is changes/000003.json, but later changes are in version 0 of sensor_metrics; .*") {
    @Override
    void to(Path folder) throws IOException {
      Files.delete(folder.resolve("changes/000004.json"));
    }
  },
  PUBLISHED_NOTE_GONE(
      Scene.Stage.TRANSFORMED,
      "note 000002.json is missing",
      "batches/000002.json: is missing; batch 2 is published; which files it had stands in the ledger too; --repair writes it again from the ledger") {
    @Override
    void to(Path folder) throws IOException {
      Files.delete(folder.resolve("batches/000002.json"));
    }

    @Override
    List<String> unsafeJobs() {
      return List.of("transform"); // no other reads delivery notes
    }
  },
  PUBLISHED_NOTE_TORN(Scene.Stage.TRANSFORMED, ".*", "batches/000002.json: can't be read; .*") {
    @Override
    void to(Path folder) throws IOException {
      Files.writeString(folder.resolve("batches/000002.json"), "{");
    }

    @Override
    List<String> unsafeJobs() {
      return List.of("transform");
    }
  },
  KILLED_BEFORE_APPLYING(
      Scene.Stage.TRANSFORMED,
      "",
      "tables/files: its version 1 is missing; a run was killed before it had applied change 2; --repair commits it again from the record") {
    @Override
    void to(Path folder) throws IOException {
      Files.delete(commit(folder, "files", 1));
    }

    @Override
    List<String> unsafeJobs() {
      return List.of(); // the next run resumes it
    }
  },
  CHECKPOINT_OF_ANOTHER_STREAM(
      Scene.Stage.AGGREGATED,
      "",
      "checkpoints/transform: it has read .*/changes/00000\\d.json, which is another stream's; it says when there is work, never what: no data depends on it; --repair moves it aside, and the next run makes a new one") {
    @Override
    void to(Path folder) throws IOException {
      Folders.delete(folder.resolve("checkpoints/transform"));
      Folders.copy(
          folder.resolve("checkpoints/aggregate"), folder.resolve("checkpoints/transform"));
    }

    @Override
    List<String> unsafeJobs() {
      return List.of();
    }
  },
  CHECKPOINT_TORN(
      Scene.Stage.AGGREGATED, "", "checkpoints/transform: its offsets/1 can't be read; .*") {
    @Override
    void to(Path folder) throws IOException {
      Path offsets = folder.resolve("checkpoints/transform/offsets/1");
      Files.writeString(offsets, Files.readString(offsets).substring(0, 10));
    }

    @Override
    List<String> unsafeJobs() {
      return List.of();
    }
  },
  CHECKPOINT_METADATA_TORN(
      Scene.Stage.AGGREGATED, "", "checkpoints/aggregate: its metadata can't be read; .*") {
    @Override
    void to(Path folder) throws IOException {
      Path metadata = folder.resolve("checkpoints/aggregate/metadata");
      Files.writeString(metadata, Files.readString(metadata).substring(0, 10));
    }

    @Override
    List<String> unsafeJobs() {
      return List.of();
    }
  };

  private final Scene.Stage stage;
  private final String unsafe;
  private final String shown;

  Damage(Scene.Stage stage, String unsafe, String shown) {
    this.stage = stage;
    this.unsafe = unsafe;
    this.shown = shown;
  }

  abstract void to(Path folder) throws IOException;

  /** How far the pipeline is when it happens. */
  Scene.Stage stage() {
    return stage;
  }

  /** The jobs that end with 5 and touch nothing. */
  List<String> unsafeJobs() {
    return List.of("transform", "aggregate", "maintain");
  }

  /** Why, as a pattern. */
  String unsafe() {
    return unsafe;
  }

  /** What doctor shows, as a pattern. */
  String shown() {
    return "FAULT " + shown;
  }

  static Path commit(Path folder, String relation, long version) {
    return folder.resolve("tables/%s/_delta_log/%020d.json".formatted(relation, version));
  }

  private static String path(String commit) throws IOException {
    for (String line : commit.split("\n")) {
      JsonNode add = new ObjectMapper().readTree(line).path("add");
      if (!add.isMissingNode()) {
        return add.path("path").asText();
      }
    }
    throw new IllegalStateException("no file is added");
  }
}

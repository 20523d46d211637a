// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.testing.Folders;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/** The folder of one Delta table, read as the files that it is. */
public record DeltaFolder(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The data files of the newest version, by their paths in the folder. */
  public SortedSet<String> current() throws IOException {
    SortedSet<String> current = new TreeSet<>();
    for (var commit : Folders.texts(folder.resolve("_delta_log")).entrySet()) {
      if (commit.getKey().matches("\\d+\\.json")) {
        for (String line : commit.getValue().split("\n")) {
          JsonNode action = JSON.readTree(line);
          current.remove(action.at("/remove/path").asText());
          if (action.has("add")) {
            current.add(action.at("/add/path").asText());
          }
        }
      }
    }
    return current;
  }

  /** The data files that are there. */
  public SortedSet<String> lying() throws IOException {
    SortedSet<String> lying = new TreeSet<>(Folders.listing(folder).keySet());
    lying.removeIf(path -> path.startsWith("_delta_log/") || !path.endsWith(".parquet"));
    return lying;
  }

  /** Makes the files of all tables older than they are, and maintain's last look at them. */
  public static void age(Workspace workspace, Duration by) throws IOException {
    Path tables = workspace.in("tables");
    for (String path : Folders.listing(tables).keySet()) {
      Path file = tables.resolve(path);
      Files.setLastModifiedTime(
          file, FileTime.from(Files.getLastModifiedTime(file).toInstant().minus(by)));
    }
    Path note = workspace.in("checkpoints/maintain/looked-through.json");
    if (Files.exists(note)) {
      JsonNode looked = JSON.readTree(Files.readString(note));
      for (JsonNode table : looked) {
        Instant since = Instant.parse(table.path("since").asText());
        ((ObjectNode) table).put("since", since.minus(by).toString());
      }
      Files.writeString(note, looked.toString());
    }
  }
}

package io.sluice.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

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

  /** The data files that lie there. */
  public SortedSet<String> lying() throws IOException {
    SortedSet<String> lying = new TreeSet<>(Folders.listing(folder).keySet());
    lying.removeIf(path -> path.startsWith("_delta_log/") || !path.endsWith(".parquet"));
    return lying;
  }

  /** Makes files older than they are. */
  public static void age(Path folder, Duration by, Predicate<String> which) throws IOException {
    for (String path : Folders.listing(folder).keySet()) {
      if (which.test(path)) {
        Path file = folder.resolve(path);
        Files.setLastModifiedTime(
            file, FileTime.from(Files.getLastModifiedTime(file).toInstant().minus(by)));
      }
    }
  }
}

package io.sluice.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The commit files of a Delta table, read as text: enough to tell whether a change is in it,
 * without Spark, and without trusting a file only because it has the right name.
 */
public final class CommitFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Storage storage;
  private final Path table;

  public CommitFiles(Storage storage, Path table) {
    this.storage = storage;
    this.table = table;
  }

  /** Whether there is a table at all. */
  public boolean exist() {
    return storage.exists(new Path(table, "_delta_log"));
  }

  public boolean has(long version) {
    return storage.exists(file(version));
  }

  /** The number of the change that made a version, if one did. */
  public Optional<Long> transaction(long version, String application) {
    for (JsonNode action : actions(version)) {
      JsonNode transaction = action.path("txn");
      if (transaction.path("appId").asText().equals(application)) {
        return Optional.of(transaction.path("version").asLong());
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a version changed rows or columns; compacting files does not. What can't be read may
   * have changed anything.
   */
  public boolean changesData(long version) {
    if (actions(version).isEmpty()) {
      return true;
    }
    for (JsonNode action : actions(version)) {
      if (action.has("metaData")
          || action.path("add").path("dataChange").asBoolean()
          || action.path("remove").path("dataChange").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /** Fails unless the version is there and was made by that change. */
  public void requireTransaction(long version, String application, long number) {
    if (!has(version) || !transaction(version, application).equals(Optional.of(number))) {
      throw Problem.unsafe(
          "Cannot verify change %d: version %d of %s was not made by it"
              .formatted(number, version, table),
          "./sluice doctor --pipeline " + application);
    }
  }

  /** A commit file that was cut off has fewer lines, or a last one that is no JSON. */
  List<JsonNode> actions(long version) {
    List<JsonNode> actions = new ArrayList<>();
    for (String line : storage.read(file(version)).split("\n")) {
      if (!line.isBlank()) {
        try {
          actions.add(JSON.readTree(line));
        } catch (JsonProcessingException e) {
          return List.of();
        }
      }
    }
    return actions;
  }

  private Path file(long version) {
    return new Path(table, "_delta_log/%020d.json".formatted(version));
  }
}

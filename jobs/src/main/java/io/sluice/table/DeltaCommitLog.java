// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The commit files of a Delta table, read as text: enough to tell whether a change is in it,
 * without Spark, and without trusting a file only because it has the right name.
 */
public record DeltaCommitLog(Storage storage, Path table) {
  private static final Pattern OF_VERSION = Pattern.compile("\\d{20}\\..+");
  private static final Pattern COMMIT = Pattern.compile("\\d{20}\\.json");

  /** Tells whether there is a table at all. */
  public boolean exist() {
    return storage.exists(log());
  }

  public boolean has(long version) {
    return storage.exists(file(version));
  }

  /** The versions that have a commit file, ascending. Delta removes old ones after a while. */
  public List<Long> versions() {
    return inLog()
        .filter(name -> COMMIT.matcher(name).matches())
        .map(DeltaCommitLog::version)
        .sorted()
        .toList();
  }

  /** The versions from the first on whose commit file was written since a time. */
  List<Long> writtenSince(Instant time) {
    return storage.entries(log()).stream()
        .filter(file -> COMMIT.matcher(file.name()).matches())
        .dropWhile(file -> file.modifiedAt().isBefore(time))
        .map(file -> version(file.name()))
        .toList();
  }

  /** Delta's checksum of the newest version, by which it finds a damaged log; empty for none. */
  JsonNode noted() {
    long last = versions().stream().reduce(-1L, Math::max);
    Path checksum = new Path(log(), "%020d.crc".formatted(last));
    try {
      return Json.parse(storage.exists(checksum) ? storage.read(checksum) : "{}");
    } catch (IllegalArgumentException e) {
      return Json.object(); // Delta does without it, too
    }
  }

  /**
   * What Delta calls the table's metadata: {@code schemaString}, {@code partitionColumns}. It is in
   * the newest checksum, else in the last commit that has changed it; empty where neither is there.
   */
  public Optional<JsonNode> metadata() {
    JsonNode noted = noted().path("metadata");
    return noted.has("schemaString")
        ? Optional.of(noted)
        : versions().stream()
            .sorted(Comparator.reverseOrder())
            .flatMap(version -> storage.read(file(version)).lines())
            .filter(line -> line.contains("\"metaData\""))
            .map(line -> Json.parse(line).path("metaData"))
            .filter(metadata -> metadata.has("schemaString"))
            .findFirst();
  }

  /**
   * Tells whether no commit file is missing that a reader of a version needs: those since Delta's
   * last checkpoint. All of them is more than a run should look for.
   */
  public boolean reach(long version) {
    Set<Long> there = new HashSet<>(versions());
    return LongStream.rangeClosed(checkpoint(version) + 1, version).allMatch(there::contains);
  }

  /** Number of commit files that a reader of a version needs. */
  public long sinceCheckpoint(long version) {
    return version - checkpoint(version);
  }

  /** The last version up to one that Delta has a checkpoint of; -1 where there is none. */
  private long checkpoint(long version) {
    return notedCheckpoint()
        .filter(
            noted ->
                noted <= version
                    && storage.exists(new Path(log(), "%020d.checkpoint.parquet".formatted(noted))))
        .orElseGet(
            () ->
                inLog()
                    .filter(DeltaCommitLog::isCheckpoint)
                    .map(DeltaCommitLog::version)
                    .filter(summedUp -> summedUp <= version)
                    .max(Comparator.naturalOrder())
                    .orElse(-1L));
  }

  /** The version that Delta's own note of its last checkpoint names. */
  private Optional<Long> notedCheckpoint() {
    Path note = lastCheckpoint();
    try {
      return storage.exists(note)
          ? Optional.of(Json.parse(storage.read(note)).path("version"))
              .filter(JsonNode::isIntegralNumber)
              .map(JsonNode::asLong)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Delta looks for itself then, too
    }
  }

  /** Everything in Delta's log that says what a version or a later one is. */
  public List<Path> from(long version) {
    List<String> names =
        new ArrayList<>(
            inLog()
                .filter(name -> OF_VERSION.matcher(name).matches())
                .filter(name -> version(name) >= version)
                .toList());
    if (names.stream().anyMatch(DeltaCommitLog::isCheckpoint) && storage.exists(lastCheckpoint())) {
      names.add(lastCheckpoint().getName());
    }
    return names.stream().map(name -> new Path(log(), name)).toList();
  }

  /** Delta's own summaries of versions, which it can do without while it has every commit. */
  public List<Path> summaries() {
    return from(0).stream()
        .filter(file -> isCheckpoint(file.getName()) || file.equals(lastCheckpoint()))
        .toList();
  }

  /** The number of the change that made a version, if one did. */
  public Optional<Long> transaction(long version, String application) {
    return Optional.ofNullable(transactions(version).get(application));
  }

  /** Makers of a version: each application's own number for it. */
  public Map<String, Long> transactions(long version) {
    Map<String, Long> transactions = new TreeMap<>();
    actions(version).stream()
        .filter(action -> action.has("txn"))
        .map(action -> action.get("txn"))
        .forEach(txn -> transactions.put(txn.path("appId").asText(), txn.path("version").asLong()));
    return transactions;
  }

  /**
   * Tells whether a version's file is as it was written, as far as Hadoop's checksum beside it
   * says.
   */
  public boolean isIntact(long version) {
    return storage.isIntact(file(version));
  }

  /** Before a version is committed: what Hadoop left of an earlier file of it, which was lost. */
  void forgetLost(long version) {
    storage.forgetLost(file(version));
  }

  /** Tells whether a version's file has all that a change does: one that was cut off has less. */
  public boolean holds(TableChange change) {
    List<JsonNode> actions = actions(change.version());
    return files(actions).equals(files(change.parsed()))
        && columns(actions).equals(columns(change.parsed()));
  }

  /** The files that a change adds and that aren't there with their size. */
  public List<Path> missing(TableChange change) {
    StagedFileCheck lying = new StagedFileCheck(storage, table);
    return change.parsed().stream()
        .filter(action -> action.has("add"))
        .map(action -> action.get("add"))
        .filter(add -> !lying.has(add.path("path").asText(), add.path("size").asLong()))
        .map(add -> lying.path(add.path("path").asText()))
        .toList();
  }

  private static Set<String> files(List<JsonNode> actions) {
    Set<String> files = new TreeSet<>();
    for (String kind : List.of("add", "remove")) {
      actions.stream()
          .filter(action -> action.has(kind))
          .forEach(action -> files.add(kind + " " + action.get(kind).path("path").asText()));
    }
    return files;
  }

  /** The columns that actions give the table; none where they leave it those it has. */
  private static List<String> columns(List<JsonNode> actions) {
    return actions.stream()
        .filter(action -> action.has("metaData"))
        .map(action -> action.get("metaData"))
        .map(table -> table.path("schemaString").asText() + table.path("partitionColumns"))
        .toList();
  }

  /**
   * Tells whether a version changed rows or columns; compacting files does not. What can't be read
   * may have changed anything.
   */
  public boolean changesData(long version) {
    List<JsonNode> actions = actions(version);
    return actions.isEmpty()
        || actions.stream()
            .anyMatch(
                action ->
                    action.has("metaData")
                        || action.path("add").path("dataChange").asBoolean()
                        || action.path("remove").path("dataChange").asBoolean());
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
          actions.add(Json.parse(line));
        } catch (IllegalArgumentException e) {
          return List.of();
        }
      }
    }
    return actions;
  }

  /** Names in the log, without those with a dot that Hadoop keeps beside its files. */
  private Stream<String> inLog() {
    return storage.names(log()).stream().filter(name -> !name.startsWith("."));
  }

  private Path lastCheckpoint() {
    return new Path(log(), "_last_checkpoint");
  }

  private Path log() {
    return new Path(table, "_delta_log");
  }

  private Path file(long version) {
    return new Path(log(), "%020d.json".formatted(version));
  }

  private static long version(String name) {
    return Long.parseLong(name.substring(0, name.indexOf('.')));
  }

  private static boolean isCheckpoint(String name) {
    return name.contains(".checkpoint.");
  }
}

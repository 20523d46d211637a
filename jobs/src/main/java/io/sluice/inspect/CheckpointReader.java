// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.inspect.Checkpoint.Batch;
import io.sluice.inspect.Checkpoint.Damage;
import io.sluice.inspect.Checkpoint.Source;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;

/**
 * Reads a checkpoint as Structured Streaming lays it out, without Spark: what can't be read is
 * told, and never an error.
 */
final class CheckpointReader {
  /** How many micro-batches are looked at; Spark keeps 100. */
  private static final int SHOWN = 10;

  private static final String VERSION = "v1";
  private static final String NO_OFFSET = "-";

  private static final String DONE_AGAIN =
      "its micro-batch counts as not ended: the next run does it again, and finds it in the change log";

  private final Storage storage;
  private final Path folder;
  private final CheckpointRole role;
  private final List<Damage> damages = new ArrayList<>();

  private CheckpointReader(Storage storage, Path folder) {
    this.storage = storage;
    this.folder = folder;
    this.role = CheckpointRole.of(folder.getName());
  }

  /** Reads what is in a folder, which may be nothing. */
  static Checkpoint read(Storage storage, Path folder) {
    return new CheckpointReader(storage, folder).read();
  }

  /** Tells whether a folder is a stream's, by what is in it. */
  static boolean isStreams(Storage storage, Path folder) {
    return storage.entries(folder).stream()
        .map(Entry::name)
        .anyMatch(List.of("metadata", "offsets", "commits", "sources", "state")::contains);
  }

  private Checkpoint read() {
    Optional<Entry> lying = storage.entry(folder);
    if (lying.isPresent() && lying.get().kind() != Entry.Kind.FOLDER) {
      damages.add(new Damage(".", "it is no folder", role.damaged));
    }
    if (lying.isEmpty() || !damages.isEmpty()) {
      return new Checkpoint(
          folder.getName(),
          lying.isPresent(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          damages);
    }
    Optional<String> id = streamId();
    List<Batch> batches = batches();
    List<Source> sources = numbers("sources").stream().map(this::source).toList();
    StateFolder state = new StateFolder(storage, new Path(folder, "state"));
    List<Checkpoint.State> states = state.read();
    state
        .behind()
        .forEach(
            (file, what) ->
                damages.add(new Damage(file, what, "the stream can't go on from its last state")));
    return new Checkpoint(folder.getName(), true, id, batches, sources, states, damages);
  }

  private Optional<String> streamId() {
    if (!storage.exists(new Path(folder, "metadata"))) {
      damages.add(new Damage("metadata", "it is missing", role.unnamed));
      return Optional.empty();
    }
    Optional<String> id =
        text("metadata").flatMap(this::json).map(found -> found.path("id").asText(""));
    if (id.filter(found -> !found.isEmpty()).isEmpty()) {
      refuse("metadata", "it has no id of a stream", role.damaged);
      return Optional.empty();
    }
    return id;
  }

  private List<Batch> batches() {
    SortedSet<Long> begun = numbers("offsets");
    SortedSet<Long> ended = numbers("commits");
    long last = begun.isEmpty() ? -1 : begun.last();
    if (!ended.isEmpty() && ended.last() > last) {
      damages.add(
          new Damage(
              "offsets/" + ended.last(), "it is missing, and its commit is there", role.damaged));
    }
    for (long number : begun) {
      if (number > begun.first() && !begun.contains(number - 1)) {
        damages.add(new Damage("offsets/" + (number - 1), "it is missing", role.damaged));
      }
      if (number < last && !ended.contains(number)) {
        damages.add(new Damage("commits/" + number, "it is missing", DONE_AGAIN));
      }
    }
    return begun.stream()
        .skip(Math.max(0, begun.size() - SHOWN))
        .map(number -> batch(number, ended.contains(number)))
        .toList();
  }

  private Batch batch(long number, boolean hasCommit) {
    if (hasCommit) {
      String commit = "commits/" + number;
      if (lines(commit).size() < 2) {
        refuse(commit, "it is empty or cut off", role.damaged);
      }
    }
    String file = "offsets/" + number;
    List<String> lines = lines(file);
    Optional<JsonNode> written = lines.size() < 3 ? Optional.empty() : json(lines.get(1));
    if (written.isEmpty()) {
      refuse(file, "it is empty or cut off", role.damaged);
      return new Batch(number, hasCommit, Optional.empty(), Optional.empty(), List.of());
    }
    return new Batch(
        number,
        hasCommit,
        time(written.get().path("batchTimestampMs")),
        time(written.get().path("batchWatermarkMs")),
        lines.subList(2, lines.size()).stream()
            .map(offset -> offset.equals(NO_OFFSET) ? "null" : offset)
            .toList());
  }

  private Source source(long number) {
    String place = "sources/" + number;
    SortedSet<Long> logs = new TreeSet<>();
    Optional<String> newest = Optional.empty();
    for (Entry entry : storage.entries(new Path(folder, place))) {
      if (entry.name().matches("\\d+(\\.compact)?")) {
        long log = Long.parseLong(entry.name().replace(".compact", ""));
        if (logs.isEmpty() || log >= logs.last()) {
          newest = Optional.of(place + "/" + entry.name());
        }
        logs.add(log);
      }
    }
    Optional<String> last = newest.flatMap(this::lastEntry);
    if (newest.isPresent() && last.isEmpty()) {
      refuse(newest.get(), "it can't be read", role.damaged);
    }
    return new Source(number, logs.size(), last);
  }

  private Optional<String> lastEntry(String file) {
    List<String> lines = lines(file);
    if (lines.size() < 2) {
      return Optional.empty();
    }
    String last = lines.get(lines.size() - 1);
    return json(last).map(entry -> entry.path("path").asText(last));
  }

  /** The lines of a file of Spark's that begins with a version; none where it isn't one. */
  private List<String> lines(String file) {
    return text(file)
        .map(text -> List.of(text.split("\n")))
        .filter(lines -> lines.get(0).equals(VERSION))
        .orElse(List.of());
  }

  private Optional<String> text(String file) {
    Path path = new Path(folder, file);
    try {
      if (storage.isIntact(path)) {
        return Optional.of(storage.read(path));
      }
      refuse(file, "it isn't what its checksum says", role.damaged);
    } catch (UncheckedIOException e) {
      refuse(file, "it can't be read: " + e.getCause().getMessage(), role.damaged);
    }
    return Optional.empty();
  }

  /** Notes what is wrong with a file, unless something is noted already. */
  private void refuse(String file, String what, String means) {
    if (damages.stream().noneMatch(each -> each.file().equals(file))) {
      damages.add(new Damage(file, what, means));
    }
  }

  private Optional<JsonNode> json(String text) {
    try {
      return Optional.of(Json.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(JsonNode millis) {
    return millis.asLong() > 0
        ? Optional.of(Instant.ofEpochMilli(millis.asLong()))
        : Optional.empty();
  }

  /** The numbers that files or folders directly in a folder have as their names. */
  private SortedSet<Long> numbers(String place) {
    return storage.entries(new Path(folder, place)).stream()
        .map(Entry::name)
        .filter(name -> name.matches("\\d{1,18}"))
        .map(Long::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

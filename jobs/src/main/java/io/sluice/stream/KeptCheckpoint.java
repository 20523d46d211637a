// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;

/**
 * Checkpoint of a stateful stream, as far as it says whose it is and how far it has come.
 *
 * @param isThere whether there is any
 * @param id the stream's, which each checkpoint gives itself; empty where it can't be read
 * @param begun the last micro-batch that was begun
 * @param ended the last micro-batch that has ended
 * @param offset where the last micro-batch that was begun ends; empty where it can't be read
 */
public record KeptCheckpoint(
    boolean isThere,
    Optional<String> id,
    OptionalLong begun,
    OptionalLong ended,
    Optional<String> offset) {

  public static KeptCheckpoint of(Storage storage, Path folder) {
    Path offsets = new Path(folder, "offsets");
    OptionalLong begun = last(storage, offsets);
    return new KeptCheckpoint(
        storage.exists(folder),
        id(storage, new Path(folder, "metadata")),
        begun,
        last(storage, new Path(folder, "commits")),
        begun.isEmpty()
            ? Optional.empty()
            : offset(storage, new Path(offsets, String.valueOf(begun.getAsLong()))));
  }

  /**
   * Says why a stream can't go on from here.
   *
   * @param owner the id of the checkpoint whose last micro-batch is published
   * @param batch that micro-batch
   * @return what is wrong with the checkpoint; empty where it is the right one
   */
  public Optional<String> misfit(String owner, long batch) {
    if (!isThere) {
      return Optional.of("is lost");
    } else if (!id.equals(Optional.of(owner))) {
      return Optional.of("is not the one that the change log names");
    } else if (begun.orElse(-1) < batch) {
      return Optional.of("is older than the change log");
    } else if (ended.orElse(-1) > batch) {
      return Optional.of("is newer than the change log");
    }
    return offset.isEmpty() ? Optional.of("is damaged") : Optional.empty();
  }

  /** The line after the version and the metadata; a query that reads twice has it twice. */
  private static Optional<String> offset(Storage storage, Path file) {
    return storage.isIntact(file)
        ? storage.read(file).lines().skip(2).filter(KeptCheckpoint::isOffset).findFirst()
        : Optional.empty();
  }

  private static boolean isOffset(String line) {
    try {
      return Json.parse(line).has("change");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> id(Storage storage, Path metadata) {
    if (!storage.exists(metadata) || !storage.isIntact(metadata)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.parse(storage.read(metadata)).path("id").asText())
          .filter(id -> !id.isEmpty());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong last(Storage storage, Path folder) {
    return storage.entries(folder).stream()
        .map(Entry::name)
        .filter(name -> name.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .max();
  }
}

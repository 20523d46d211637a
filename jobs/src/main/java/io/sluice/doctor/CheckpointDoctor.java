// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.storage.Entry;
import io.sluice.storage.NumberedFiles;
import io.sluice.text.Json;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;

/**
 * Looks at a stream's checkpoint: is it whole, and is it of this stream? It only says when there is
 * work, so that nothing is lost with it.
 *
 * @param files what the stream reads
 */
record CheckpointDoctor(DoctorView looked, String job, NumberedFiles files) {
  private static final String VERSION = "v1";

  private Path checkpoint() {
    return looked.context().data().checkpoint(job);
  }

  List<Finding> look() {
    String where = "checkpoints/" + job;
    String means = "it says when there is work, never what: no data depends on it";
    String mended = "moves it aside, and the next run makes a new one";
    Runnable repair = () -> looked.aside().move(checkpoint());
    return misfit().stream()
        .map(what -> Finding.mendable(where, what, means, mended, repair))
        .toList();
  }

  private Optional<String> misfit() {
    Optional<Entry> lying = looked.storage().entry(checkpoint());
    if (lying.isEmpty()) {
      return Optional.empty();
    } else if (lying.get().kind() != Entry.Kind.FOLDER) {
      return Optional.of("it is no folder");
    } else if (!isMetadataWhole()) {
      return Optional.of("its metadata can't be read");
    }
    OptionalLong begun = last("offsets");
    OptionalLong ended = last("commits");
    if (begun.isEmpty() && ended.isEmpty()) {
      return Optional.empty(); // a run was killed before its first micro-batch
    } else if (ended.orElse(-1) > begun.orElse(-1)) {
      return Optional.of("it ended a micro-batch that it never began");
    }
    for (String kind : List.of("offsets", "commits")) {
      OptionalLong last = last(kind);
      if (last.isPresent() && !isWhole(kind, last.getAsLong())) {
        return Optional.of("its %s/%d can't be read".formatted(kind, last.getAsLong()));
      }
    }
    return seen();
  }

  /** Finds a file that the stream says it has read and that is none of the folder's. */
  private Optional<String> seen() {
    Path source = new Path(checkpoint(), "sources/0");
    String folder = looked.storage().qualify(files.folder()).toUri().getPath();
    for (Entry entry : looked.storage().entries(source)) {
      if (!entry.name().matches("\\d+(\\.compact)?")) {
        continue;
      }
      for (String line : looked.storage().read(new Path(source, entry.name())).split("\n")) {
        if (line.equals(VERSION)) {
          continue;
        }
        Optional<Path> read = path(line);
        if (read.isEmpty()) {
          return Optional.of("its sources/0/%s can't be read".formatted(entry.name()));
        } else if (!read.get().getParent().toUri().getPath().equals(folder)) {
          return Optional.of("it has read %s, which is another stream's".formatted(read.get()));
        } else if (!looked.storage().exists(read.get())) {
          return Optional.of("it has read %s, which is gone".formatted(looked.named(read.get())));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Path> path(String line) {
    try {
      String path = Json.parse(line).path("path").asText();
      return path.isEmpty() ? Optional.empty() : Optional.of(new Path(path));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Checks the stream's name; where it is missing, the stream gives itself another and goes on. */
  private boolean isMetadataWhole() {
    Path file = new Path(checkpoint(), "metadata");
    if (!looked.storage().exists(file)) {
      return true;
    }
    try {
      return looked.storage().isIntact(file)
          && Json.parse(looked.storage().read(file)).hasNonNull("id");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isWhole(String kind, long number) {
    Path file = new Path(checkpoint(), kind + "/" + number);
    String text = looked.storage().read(file);
    return text.startsWith(VERSION + "\n")
        && text.length() > VERSION.length() + 1
        && looked.storage().isIntact(file);
  }

  private OptionalLong last(String kind) {
    return looked.storage().entries(new Path(checkpoint(), kind)).stream()
        .map(Entry::name)
        .filter(name -> name.matches("\\d+"))
        .mapToLong(Long::parseLong)
        .max();
  }
}

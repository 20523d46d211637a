// SPDX-License-Identifier: Apache-2.0
package io.sluice.maintain;

import io.sluice.run.RunContext;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Kept contents of references that are of no use any more: all but the newest of each, once they
 * are old, and what a kill left half written. A run that needs one again makes it anew.
 */
final class ExpiredReferences {
  private static final Duration KEEP = Duration.ofDays(7);
  private static final String NOTE = ".json";

  private ExpiredReferences() {}

  /** Their notes and their rows. */
  static List<Path> of(RunContext context, Instant now) {
    Storage storage = context.storage();
    List<Path> expired = new ArrayList<>();
    for (Entry reference : storage.entries(context.data().references())) {
      Path folder = new Path(context.data().references(), reference.name());
      List<Entry> entries = storage.entries(folder);
      Optional<String> newest =
          context
              .pipeline()
              .reference(reference.name())
              .flatMap(
                  defined ->
                      entries.stream()
                          .filter(entry -> entry.name().endsWith(NOTE))
                          .max(Comparator.comparing(Entry::modifiedAt)))
              .map(note -> note.name().substring(0, note.name().length() - NOTE.length()));
      entries.stream()
          .filter(entry -> entry.modifiedAt().isBefore(now.minus(KEEP)))
          .filter(entry -> newest.stream().noneMatch(name -> entry.name().contains(name)))
          .forEach(entry -> expired.add(new Path(folder, entry.name())));
    }
    return expired;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The state of a stream's operators in its checkpoint: {@code state/<operator>/<partition>/}, and
 * below that a folder for each store where an operator has several. A version is one micro-batch's.
 */
final class StateFolder {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern VERSION =
      Pattern.compile("(\\d{1,18})(_.*)?\\.(delta|snapshot|changelog|zip)");

  private final Storage storage;
  private final Path folder;
  private final SortedMap<String, String> behind = new TreeMap<>();

  StateFolder(Storage storage, Path folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /** What there is, an operator or store at a time; nothing of a stream without state. */
  List<Checkpoint.State> read() {
    List<Checkpoint.State> states = new ArrayList<>();
    for (String operator : numbered(folder)) {
      SortedMap<String, SortedMap<String, Partition>> stores = new TreeMap<>();
      Path place = new Path(folder, operator);
      for (String partition : numbered(place)) {
        Path its = new Path(place, partition);
        List<String> several = storesIn(its);
        if (several.isEmpty()) {
          add(stores, operator, partition, its);
        }
        several.forEach(
            store -> add(stores, operator + " " + store, partition, new Path(its, store)));
      }
      stores.forEach((name, partitions) -> states.add(state(name, partitions)));
    }
    return states;
  }

  /**
   * Partitions that lack the newest version of the others, by their folders, and what they have.
   */
  Map<String, String> behind() {
    return behind;
  }

  private void add(
      SortedMap<String, SortedMap<String, Partition>> stores,
      String store,
      String partition,
      Path place) {
    stores
        .computeIfAbsent(store, any -> new TreeMap<>())
        .put(partition, Partition.of(storage.entries(place)));
  }

  private Checkpoint.State state(String name, SortedMap<String, Partition> partitions) {
    long newest = partitions.values().stream().mapToLong(Partition::version).max().orElse(0);
    partitions.forEach(
        (number, each) -> {
          if (each.version() < newest) {
            behind.put(
                "state/%s/%s".formatted(name.replaceFirst(" .*", ""), number),
                "it ends at version %d, and others at %d".formatted(each.version(), newest));
          }
        });
    return new Checkpoint.State(
        name,
        partitions.size(),
        partitions.values().stream().mapToLong(Partition::version).min().orElse(0),
        partitions.values().stream().mapToInt(Partition::files).sum(),
        partitions.values().stream().mapToLong(Partition::bytes).sum());
  }

  private List<String> numbered(Path place) {
    return folders(place).filter(name -> NUMBER.matcher(name).matches()).toList();
  }

  /** The stores of an operator that has several, such as one for each side of a join. */
  private List<String> storesIn(Path partition) {
    return folders(partition).filter(name -> !name.startsWith("_")).toList();
  }

  private Stream<String> folders(Path place) {
    return storage.entries(place).stream()
        .filter(entry -> entry.kind() == Entry.Kind.FOLDER)
        .map(Entry::name);
  }

  /** One partition of one store. */
  private record Partition(long version, int files, long bytes) {
    static Partition of(List<Entry> entries) {
      Partition found = new Partition(0, 0, 0);
      for (Entry entry : entries) {
        Matcher version = VERSION.matcher(entry.name());
        if (version.matches()) {
          found =
              new Partition(
                  Math.max(found.version, Long.parseLong(version.group(1))),
                  found.files + 1,
                  found.bytes + entry.size());
        }
      }
      return found;
    }
  }
}

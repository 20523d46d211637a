// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNotes;
import io.sluice.run.RunContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** Files with messages that are in the landing folder, or were consumed and are in a note. */
record LandedFiles(RunContext context) {
  /** Those of some ranges that have not landed. */
  List<OffsetRange> missing(Collection<OffsetRange> files) {
    List<OffsetRange> missing = new ArrayList<>(files);
    missing.removeIf(
        file -> context.storage().exists(new Path(context.data().landing(), file.fileName())));
    DeliveryNotes notes = DeliveryNotes.of(context);
    // What was planned last was consumed last.
    for (long batch = notes.last(); batch > 0 && !missing.isEmpty(); batch--) {
      Set<String> noted = names(notes, batch);
      missing.removeIf(file -> noted.contains(file.fileName()));
    }
    return missing;
  }

  /**
   * How far topics have landed, by the names of files alone: that of a partition's last plan counts
   * that goes furthest.
   */
  SortedMap<String, TopicPosition> positions() {
    SortedMap<String, SortedMap<Integer, OffsetRange>> last = new TreeMap<>();
    for (OffsetRange file : all()) {
      last.computeIfAbsent(file.topic(), topic -> new TreeMap<>())
          .merge(file.partition(), file, LandedFiles::later);
    }
    SortedMap<String, TopicPosition> positions = new TreeMap<>();
    last.forEach(
        (topic, partitions) -> {
          OffsetRange newest = partitions.values().stream().reduce(LandedFiles::later).get();
          SortedMap<Integer, Long> offsets = new TreeMap<>();
          partitions.forEach(
              (number, file) -> {
                if (file.topicId().equals(newest.topicId())) {
                  offsets.put(number, file.until());
                }
              });
          positions.put(topic, new TopicPosition(newest.topicId(), offsets));
        });
    return positions;
  }

  /** The highest number of a plan that a file has in its name, 0 for none. */
  long lastPlan() {
    return all().stream().mapToLong(OffsetRange::plan).max().orElse(0);
  }

  private static OffsetRange later(OffsetRange one, OffsetRange other) {
    boolean isOther =
        other.plan() != one.plan() ? other.plan() > one.plan() : other.until() > one.until();
    return isOther ? other : one;
  }

  private List<OffsetRange> all() {
    Set<String> names = new HashSet<>(context.storage().names(context.data().landing()));
    DeliveryNotes notes = DeliveryNotes.of(context);
    for (long batch = notes.last(); batch > 0; batch--) {
      names.addAll(names(notes, batch));
    }
    return names.stream().flatMap(name -> OffsetRange.of(name).stream()).toList();
  }

  private static Set<String> names(DeliveryNotes notes, long batch) {
    Set<String> names = new HashSet<>();
    if (notes.files().has(batch)) {
      notes.read(batch).files().stream().map(Delivery::path).forEach(names::add);
    }
    return names;
  }
}

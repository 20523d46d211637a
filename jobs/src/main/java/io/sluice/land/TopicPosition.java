// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a topic has landed.
 *
 * @param id the topic's, which another of its name doesn't have
 * @param offsets by partition the next offset
 */
public record TopicPosition(String id, SortedMap<Integer, Long> offsets) {
  public TopicPosition {
    offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
  }

  /** The same after some more offsets of a partition. */
  TopicPosition with(int partition, long next) {
    SortedMap<Integer, Long> more = new TreeMap<>(offsets);
    more.put(partition, next);
    return new TopicPosition(id, more);
  }

  /** Text such as {@code 0 at 120, 1 at 80}. */
  public String shown() {
    return offsets.entrySet().stream()
        .map(each -> "%d at %d".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }
}

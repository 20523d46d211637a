// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An order in which each name comes after those that it depends on, otherwise by name.
 *
 * @param names in that order, without those that wait for a cycle
 * @param cycle names of which each depends on the next, the first again at the end; empty where
 *     there is no cycle
 */
record DependencyOrder(List<String> names, List<String> cycle) {

  /**
   * @param dependencies for every name those that it depends on, which must be names too
   */
  static DependencyOrder of(Map<String, Set<String>> dependencies) {
    List<String> ordered = new ArrayList<>();
    SortedMap<String, Set<String>> waiting = new TreeMap<>(dependencies);
    while (!waiting.isEmpty()) {
      var ready =
          waiting.keySet().stream()
              .filter(name -> ordered.containsAll(waiting.get(name)))
              .findFirst();
      if (ready.isEmpty()) {
        return new DependencyOrder(ordered, cycle(waiting));
      }
      ordered.add(ready.get());
      waiting.remove(ready.get());
    }
    return new DependencyOrder(ordered, List.of());
  }

  /** Everything that waits depends on something that waits: following that ends in a circle. */
  private static List<String> cycle(SortedMap<String, Set<String>> waiting) {
    List<String> path = new ArrayList<>();
    String next = waiting.firstKey();
    while (!path.contains(next)) {
      path.add(next);
      next = waiting.get(next).stream().filter(waiting::containsKey).sorted().findFirst().get();
    }
    List<String> circle = new ArrayList<>(path.subList(path.indexOf(next), path.size()));
    circle.add(next);
    return circle;
  }
}

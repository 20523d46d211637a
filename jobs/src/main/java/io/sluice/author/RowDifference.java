// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Difference between the rows that came out and those that were expected, in any order.
 *
 * @param changed expected rows for which one came that agrees with it in most columns
 * @param missing expected rows for which none came
 * @param unexpected the other rows that came
 */
record RowDifference(
    List<String> columns,
    List<Pair> changed,
    List<Expected> missing,
    List<List<String>> unexpected) {

  /**
   * @param row which it is among the expected ones, from 0
   * @param line where the row stands in its file, 0 where it comes from none
   */
  record Expected(int row, int line, List<String> values) {}

  /** An expected row and the one that came in its place. */
  record Pair(Expected expected, List<String> found) {
    int agreeing() {
      return (int)
          IntStream.range(0, found.size())
              .filter(i -> java.util.Objects.equals(expected.values().get(i), found.get(i)))
              .count();
    }
  }

  /** Empty where each expected row came, as often as it was expected, and no other. */
  static Optional<RowDifference> of(
      List<String> columns,
      List<List<String>> expected,
      List<Integer> lines,
      List<List<String>> found) {
    List<List<String>> unexpected = new ArrayList<>(found);
    List<Expected> missing = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      if (!unexpected.remove(expected.get(i))) {
        missing.add(new Expected(i, lines.get(i), expected.get(i)));
      }
    }
    if (missing.isEmpty() && unexpected.isEmpty()) {
      return Optional.empty();
    }
    unexpected.sort(Comparator.comparing(Object::toString)); // tasks end in any order
    List<Pair> changed = pairs(missing, unexpected, columns.size());
    changed.forEach(
        pair -> {
          missing.remove(pair.expected());
          unexpected.remove(pair.found());
        });
    return Optional.of(new RowDifference(columns, changed, missing, unexpected));
  }

  int count() {
    return changed.size() + missing.size() + unexpected.size();
  }

  /** Rows that agree in more than half of their columns, the most similar first. */
  private static List<Pair> pairs(
      List<Expected> missing, List<List<String>> unexpected, int columns) {
    List<Pair> candidates = new ArrayList<>();
    for (Expected expected : missing) {
      unexpected.stream()
          .map(found -> new Pair(expected, found))
          .filter(pair -> 2 * pair.agreeing() > columns)
          .forEach(candidates::add);
    }
    candidates.sort(Comparator.comparing(Pair::agreeing).reversed());
    List<Expected> free = new ArrayList<>(missing);
    List<List<String>> left = new ArrayList<>(unexpected);
    List<Pair> pairs = new ArrayList<>();
    for (Pair pair : candidates) {
      if (free.contains(pair.expected()) && left.remove(pair.found())) {
        free.remove(pair.expected());
        pairs.add(pair);
      }
    }
    pairs.sort(Comparator.comparing(pair -> pair.expected().line()));
    return pairs;
  }
}

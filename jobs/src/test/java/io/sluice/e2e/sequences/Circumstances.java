// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.e2e.oracle.Sql;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What can't be told from the change log: by which SQL a change was made, and what a decision was
 * about. A change belongs to the step during which its record appeared.
 */
final class Circumstances {
  private final TreeMap<Long, Circumstance> byNumber = new TreeMap<>();

  /**
   * @param code the reason whose records are given up, where a step does that
   */
  record Circumstance(Sql sql, Optional<String> code) {}

  /** All records up to a number that no earlier step has made were made now. */
  void note(long lastNumber, Circumstance now) {
    long first = byNumber.isEmpty() ? 1 : byNumber.lastKey() + 1;
    for (long number = first; number <= lastNumber; number++) {
      byNumber.put(number, now);
    }
  }

  Circumstance of(long number) {
    return Optional.ofNullable(byNumber.get(number)).orElseThrow();
  }
}

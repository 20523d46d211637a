// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A way to keep an aggregation up to date. */
public enum Materialization {
  /** Recomputed as a whole. */
  FULL(""),
  /** Computed for the touched dates, which it replaces. */
  INCREMENTAL_BY_DATE(
      "incremental_by_date over the transformed table and other aggregations by date; else full",
      "overlap"),
  /** A set of keys, to which new ones are added. */
  DISTINCT_KEYS("distinct_keys of the transformed table"),
  /** A stateful streaming query that takes in each row once, and none that its watermark drops. */
  STREAM(
      "stream over the transformed table and references; else full",
      "watermark",
      "output-mode",
      "deduplicate");

  private final String readable;
  private final Set<String> directives;

  /**
   * @param readable an incremental aggregation and the relations that it may read, for messages;
   *     empty for one that is not incremental
   * @param directives those that make sense with it alone
   */
  Materialization(String readable, String... directives) {
    this.readable = readable;
    this.directives = Set.of(directives);
  }

  /** Returns whether rows stay from run to run: other SQL then means to compute everything anew. */
  public boolean isIncremental() {
    return !readable.isEmpty();
  }

  /**
   * Returns whether its rows are those that the query gives over everything, regardless of late
   * rows: a stream drops what its watermark has passed.
   */
  public boolean isExact() {
    return this != STREAM;
  }

  /** Its name in SQL files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether it can be kept up to date where it reads an aggregation of another kind. */
  boolean mayRead(Materialization other) {
    return this == FULL || (this == INCREMENTAL_BY_DATE && other == INCREMENTAL_BY_DATE);
  }

  /**
   * Returns whether it can be kept up to date where it reads references: keys that other rows of a
   * reference have made would never go away.
   */
  boolean mayReadReferences() {
    return this != DISTINCT_KEYS;
  }

  /** The relations that an incremental one may read. */
  String readable() {
    return readable;
  }

  boolean takes(String directive) {
    return directives.contains(directive);
  }

  /** The names of those that a directive makes sense with. */
  static String taking(String directive) {
    return Arrays.stream(values())
        .filter(each -> each.takes(directive))
        .map(Materialization::label)
        .collect(Collectors.joining(", "));
  }

  /** Every directive that makes sense with some alone. */
  static List<String> particular() {
    return Arrays.stream(values())
        .flatMap(each -> each.directives.stream())
        .distinct()
        .sorted()
        .toList();
  }
}

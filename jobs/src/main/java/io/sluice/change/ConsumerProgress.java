// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Position up to which a consumer has taken in what is published.
 *
 * @param change the last change that it covers, of data where it is an aggregation's
 * @param version the version that it read of the transformed table, or of the relation that it
 *     exports
 * @param sqlHash the hash of the SQL, or of what else defines its output
 * @param references the content or version of each reference that its rows were made with
 * @param stream where a stateful stream is; empty of what is none
 */
public record ConsumerProgress(
    long change,
    long version,
    String sqlHash,
    SortedMap<String, String> references,
    Optional<StreamPosition> stream) {
  /** Stands for a reference of which rows were made with more than one content or version. */
  public static final String SEVERAL = "several";

  public ConsumerProgress {
    references = Collections.unmodifiableSortedMap(new TreeMap<>(references));
  }

  public ConsumerProgress(long change, long version, String sqlHash) {
    this(change, version, sqlHash, Map.of());
  }

  public ConsumerProgress(
      long change, long version, String sqlHash, Map<String, String> references) {
    this(change, version, sqlHash, new TreeMap<>(references), Optional.empty());
  }

  /** The same on top of rows that stay, and that may have been made with others. */
  public ConsumerProgress after(ConsumerProgress before) {
    Map<String, String> both = new TreeMap<>(references);
    both.replaceAll(
        (name, now) -> now.equals(before.references.getOrDefault(name, now)) ? now : SEVERAL);
    return new ConsumerProgress(change, version, sqlHash, new TreeMap<>(both), stream);
  }

  /**
   * The same of a stream that is somewhere else.
   *
   * @param upTo the last change of data whose rows it has taken in
   * @param read the version of the transformed table that this change made
   */
  public ConsumerProgress at(long upTo, long read, StreamPosition position) {
    return new ConsumerProgress(upTo, read, sqlHash, references, Optional.of(position));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Position up to which a consumer has taken in what is published.
 *
 * @param change the last change that it covers, of data where it is an aggregation's
 * @param version the version that it read of the transformed table, or of the relation that it
 *     exports
 * @param sqlHash the hash of the SQL, or of whatever else defines its output
 * @param references the content or version of each reference that its rows were made with
 */
public record ConsumerProgress(
    long change, long version, String sqlHash, SortedMap<String, String> references) {
  /** Stands for a reference of which rows were made with more than one content or version. */
  public static final String SEVERAL = "several";

  public ConsumerProgress {
    references = Collections.unmodifiableSortedMap(new TreeMap<>(references));
  }

  public ConsumerProgress(long change, long version, String sqlHash) {
    this(change, version, sqlHash, new TreeMap<>());
  }

  public ConsumerProgress(
      long change, long version, String sqlHash, Map<String, String> references) {
    this(change, version, sqlHash, new TreeMap<>(references));
  }

  /** The same on top of rows that stay, and that may have been made with others. */
  public ConsumerProgress after(ConsumerProgress before) {
    Map<String, String> both = new TreeMap<>(references);
    both.replaceAll(
        (name, now) -> now.equals(before.references.getOrDefault(name, now)) ? now : SEVERAL);
    return new ConsumerProgress(change, version, sqlHash, both);
  }
}

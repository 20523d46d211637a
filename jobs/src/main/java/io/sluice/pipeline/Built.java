// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What rows of the transformed table are made with besides records.
 *
 * @param sqlHash of pipeline.yaml, rules.sql and transformations.sql
 * @param references the content or version of each reference that those join, by name
 */
public record Built(String sqlHash, SortedMap<String, String> references) {
  public Built {
    references = Collections.unmodifiableSortedMap(new TreeMap<>(references));
  }

  public Built(String sqlHash, Map<String, String> references) {
    this(sqlHash, new TreeMap<>(references));
  }

  /** Made without references. */
  static Built of(String sqlHash) {
    return new Built(sqlHash, new TreeMap<>());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.record.HashFilter;

/**
 * Hints at records that may share their key with others, and so need a closer look.
 *
 * @param keys hashes of the key's source columns, as text
 * @param records record hashes
 */
public record DuplicateHints(HashFilter keys, HashFilter records) {
  public static DuplicateHints none() {
    return ofKeys(HashFilter.none());
  }

  public static DuplicateHints ofKeys(HashFilter keys) {
    return new DuplicateHints(keys, HashFilter.none());
  }

  public DuplicateHints andRecords(HashFilter more) {
    return new DuplicateHints(keys, records.and(more));
  }
}

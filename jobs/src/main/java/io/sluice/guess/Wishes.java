// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What a person says of a sample, so that it isn't guessed.
 *
 * @param key columns that identify a record, by their names in the sample or in the table
 * @param eventDate the column whose date is the event date
 * @param zone of times without one
 * @param table name of the transformed table
 * @param records where a JSON document has its records
 */
public record Wishes(
    List<String> key,
    Optional<String> eventDate,
    Optional<ZoneId> zone,
    Optional<String> table,
    Optional<String> records) {

  public Wishes {
    key = List.copyOf(key);
  }
}

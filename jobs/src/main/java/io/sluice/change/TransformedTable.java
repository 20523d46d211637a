// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.pipeline.Built;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the rows of the transformed table were made by.
 *
 * @param key the columns by which they were told apart; empty where no batch has said so
 * @param builds what they were made with, by the hash of that, where it includes references
 * @param olderColumns by a column of the table the dates that have rows from before it
 * @param lastWhole the last change that replaced the whole table, 0 where none did
 * @param lastRestated the last change that replaced any rows that were there, 0 where none did
 */
public record TransformedTable(
    List<String> key,
    Map<String, Built> builds,
    Map<String, DateRanges> olderColumns,
    long lastWhole,
    long lastRestated) {
  /** One of which nothing is known. */
  public static final TransformedTable NONE =
      new TransformedTable(List.of(), Map.of(), Map.of(), 0, 0);

  public TransformedTable {
    key = List.copyOf(key);
    builds = Collections.unmodifiableSortedMap(new TreeMap<>(builds));
    TreeMap<String, DateRanges> older = new TreeMap<>(olderColumns);
    older.values().removeIf(dates -> dates.days() == 0);
    olderColumns = Collections.unmodifiableSortedMap(older);
  }

  /** The dates that have rows from before some column. */
  public DateRanges datesWithOlderColumns() {
    return olderColumns.values().stream().reduce(DateRanges.NONE, DateRanges::and);
  }

  TransformedTable withKey(List<String> columns) {
    return new TransformedTable(columns, builds, olderColumns, lastWhole, lastRestated);
  }

  /**
   * The same where some rows are made with that, and no more of what no row is made with any more.
   *
   * @param hash of it
   */
  TransformedTable withBuilt(String hash, Built built, Optional<TableSummary> standing) {
    Map<String, Built> known = new TreeMap<>(builds);
    standing.ifPresent(summary -> known.keySet().retainAll(summary.datesBySql().keySet()));
    if (!built.references().isEmpty()) {
      known.put(hash, built);
    }
    return new TransformedTable(key, known, olderColumns, lastWhole, lastRestated);
  }

  TransformedTable withNewColumns(Collection<String> columns, DateRanges dates) {
    Map<String, DateRanges> older = new TreeMap<>(olderColumns);
    columns.forEach(column -> older.put(column, dates));
    return new TransformedTable(key, builds, older, lastWhole, lastRestated);
  }

  TransformedTable withAllColumns(DateRange dates) {
    Map<String, DateRanges> older = new TreeMap<>(olderColumns);
    older.replaceAll((column, of) -> of.without(dates));
    return new TransformedTable(key, builds, older, lastWhole, lastRestated);
  }

  TransformedTable withLastWhole(long change) {
    return new TransformedTable(key, builds, olderColumns, change, lastRestated);
  }

  TransformedTable withLastRestated(long change) {
    return new TransformedTable(key, builds, olderColumns, lastWhole, change);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.problem.Problem;
import io.sluice.table.RecordedColumns;
import io.sluice.table.TableChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * A whole change log, as far as it can be read: for one who looks for damage. Everybody else reads
 * the last record and trusts it.
 *
 * @param missing the numbers before the last that no file has
 * @param torn the numbers of files that are no whole record
 * @param makers by relation: the number of the change that made each version
 * @param head the last record that can be read
 */
public record ChangeHistory(
    ChangeLog changes,
    SortedSet<Long> missing,
    SortedSet<Long> torn,
    Map<String, Map<Long, Long>> makers,
    Optional<Change> head) {

  /**
   * Reads every record.
   *
   * @throws Problem UNSAFE where only a newer version of Sluice can read one
   */
  public static ChangeHistory of(ChangeLog changes) {
    SortedSet<Long> missing = new TreeSet<>();
    SortedSet<Long> torn = new TreeSet<>();
    Map<String, Map<Long, Long>> makers = new HashMap<>();
    Optional<Change> head = Optional.empty();
    long next = 1;
    for (long number : changes.records().each(changes.records().numbers())) {
      LongStream.range(next, number).forEach(missing::add);
      next = number + 1;
      try {
        Change change = changes.parse(number);
        for (TableChange table : change.tables()) {
          makers
              .computeIfAbsent(table.relation(), none -> new HashMap<>())
              .put(table.version(), number);
        }
        head = Optional.of(change);
      } catch (IllegalArgumentException e) {
        torn.add(number);
      }
    }
    return new ChangeHistory(changes, missing, torn, makers, head);
  }

  /** The number of the last record that can be read, 0 for none. */
  public long last() {
    return head.map(Change::number).orElse(0L);
  }

  public LogState state() {
    return head.map(Change::state).orElse(LogState.EMPTY);
  }

  /** Says whether every record up to the last can be read. */
  public boolean areWhole() {
    return missing.isEmpty() && torn.isEmpty();
  }

  /** Part of the change that made a version of a table. */
  public Optional<TableChange> maker(String relation, long version) {
    return number(relation, version).flatMap(number -> changes.read(number).to(relation));
  }

  /** The columns that a table's rows have, by all that was recorded of it. */
  public RecordedColumns columns(String relation) {
    RecordedColumns columns = new RecordedColumns();
    Map<Long, Long> byVersion = new TreeMap<>(makers.getOrDefault(relation, Map.of()));
    for (long number : changes.records().each(byVersion.values())) {
      changes.read(number).to(relation).ifPresent(change -> columns.add(change, number));
    }
    return columns;
  }

  /** The number of the change that made a version of a table. */
  public Optional<Long> number(String relation, long version) {
    return Optional.ofNullable(makers.getOrDefault(relation, Map.of()).get(version));
  }

  /** Says whether the last record's change made a version of a table. */
  public boolean isNewest(String relation, long version) {
    return number(relation, version).equals(Optional.of(last()));
  }
}

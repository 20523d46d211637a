// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.problem.Problem;
import io.sluice.table.TableChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A whole change log, as far as it can be read: for one who looks for damage. Everybody else reads
 * the last record and trusts it.
 */
public final class ChangeHistory {
  private final ChangeLog changes;
  private final SortedSet<Long> missing = new TreeSet<>();
  private final SortedSet<Long> torn = new TreeSet<>();
  private final Map<String, Map<Long, Long>> makers = new HashMap<>();
  private Optional<Change> head = Optional.empty();

  private ChangeHistory(ChangeLog changes) {
    this.changes = changes;
  }

  /**
   * Reads every record.
   *
   * @throws Problem UNSAFE where only a newer version of Sluice can read one
   */
  public static ChangeHistory of(ChangeLog changes) {
    ChangeHistory records = new ChangeHistory(changes);
    List<Long> numbers = changes.records().numbers();
    long last = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
    for (long number = 1; number <= last; number++) {
      records.read(number, numbers.contains(number));
    }
    return records;
  }

  /** The last record that can be read. */
  public Optional<Change> head() {
    return head;
  }

  /** The number of the last record that can be read, 0 for none. */
  public long last() {
    return head.map(Change::number).orElse(0L);
  }

  public LogState state() {
    return head.map(Change::state).orElse(LogState.EMPTY);
  }

  /** The numbers before the last that no file has. */
  public SortedSet<Long> missing() {
    return missing;
  }

  /** The numbers of files that are no whole record. */
  public SortedSet<Long> torn() {
    return torn;
  }

  /** Says whether every record up to the last can be read. */
  public boolean areWhole() {
    return missing.isEmpty() && torn.isEmpty();
  }

  /** Part of the change that made a version of a table. */
  public Optional<TableChange> maker(String relation, long version) {
    return number(relation, version).flatMap(number -> part(number, relation));
  }

  /** The number of the change that made a version of a table. */
  public Optional<Long> number(String relation, long version) {
    return Optional.ofNullable(makers.getOrDefault(relation, Map.of()).get(version));
  }

  /** Says whether the last record's change made a version of a table. */
  public boolean isNewest(String relation, long version) {
    return number(relation, version).equals(Optional.of(last()));
  }

  private void read(long number, boolean isThere) {
    if (!isThere) {
      missing.add(number);
      return;
    }
    try {
      Change change = changes.parse(number);
      change
          .tables()
          .forEach(
              table ->
                  makers
                      .computeIfAbsent(table.relation(), none -> new HashMap<>())
                      .put(table.version(), number));
      head = Optional.of(change);
    } catch (IllegalArgumentException e) {
      torn.add(number);
    }
  }

  private Optional<TableChange> part(long number, String relation) {
    return changes.read(number).to(relation);
  }
}

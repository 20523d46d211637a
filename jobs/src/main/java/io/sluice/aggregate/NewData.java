// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.table.TableChange;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * The changes of data that an aggregation does not cover yet.
 *
 * @param changes in the log's order
 */
record NewData(List<Change> changes) {

  /**
   * @param covered the last change that is covered
   * @param last the last change of data
   */
  static NewData between(ChangeLog log, long covered, long last) {
    return new NewData(
        LongStream.rangeClosed(covered + 1, last)
            .mapToObj(log::read)
            .filter(change -> change.body().isOfData())
            .toList());
  }

  /** The event dates whose rows are others now. */
  SortedSet<LocalDate> touchedDates() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    changes.forEach(change -> dates.addAll(change.touchedDates()));
    return dates;
  }

  /** Changes to one relation. */
  List<TableChange> to(String relation) {
    return changes.stream().flatMap(change -> change.to(relation).stream()).toList();
  }
}

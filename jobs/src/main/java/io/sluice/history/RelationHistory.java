// SPDX-License-Identifier: Apache-2.0
package io.sluice.history;

import io.sluice.aggregate.AffectedDates;
import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.table.TableChange;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What has become of a relation since some change, as the change log tells.
 *
 * @param isByDate whether it is kept by dates
 */
public record RelationHistory(
    Pipeline pipeline, ChangeLog changes, String relation, boolean isByDate) {
  /**
   * What one lacks that has the relation as it was after a change.
   *
   * @param number that change's
   */
  public Backlog since(long number) {
    return between(number, changes.position().number());
  }

  /**
   * What one lacks of the relation as it was after a change that has it as it was after an earlier
   * one.
   *
   * @param number the earlier one's, 0 for before the first
   * @param last the later one's
   */
  Backlog between(long number, long last) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    LogState before = number == 0 ? LogState.EMPTY : changes.read(number).state();
    for (long next : changes.numbers(number, last)) {
      Change change = changes.read(next);
      Optional<TableChange> part = change.to(relation);
      if (part.isPresent()) {
        Optional<SortedSet<LocalDate>> touched = touched(change, part.get(), before);
        if (touched.isEmpty()) {
          return Backlog.everything("it changed as a whole");
        }
        dates.addAll(touched.get());
      }
      before = change.state();
    }
    return Backlog.of(dates);
  }

  /** The dates whose rows a change may have changed; empty where all may be others. */
  private Optional<SortedSet<LocalDate>> touched(Change change, TableChange part, LogState before) {
    if (change.body() instanceof ChangeBody.Maintenance) {
      return part.metadata().isPresent() ? Optional.empty() : Optional.of(new TreeSet<>());
    } else if (!isByDate) {
      return Optional.empty();
    } else if (relation.equals(pipeline.table())) {
      boolean isAll = change.replaced().filter(range -> range.dates().isAll()).isPresent();
      return isAll || !change.body().isOfData()
          ? Optional.empty()
          : Optional.of(change.touchedDates());
    }
    return aggregation().flatMap(each -> computed(each, before, change.state()));
  }

  /** The dates that were computed afresh; empty where everything was. */
  private Optional<SortedSet<LocalDate>> computed(
      Aggregation aggregation, LogState before, LogState after) {
    Optional<ConsumerProgress> old = before.aggregated(relation);
    Optional<ConsumerProgress> now = after.aggregated(relation);
    boolean isIncrement =
        old.isPresent()
            && now.isPresent()
            && old.get().change() < now.get().change()
            && old.get().sqlHash().equals(now.get().sqlHash())
            && !before.isWhollyBehind(relation)
            && after.transformed().lastWhole() <= old.get().change()
            && haveStayed(old.get(), now.get());
    if (!isIncrement) {
      return Optional.empty();
    }
    SortedSet<LocalDate> touched = new TreeSet<>();
    for (long next : changes.numbers(old.get().change(), now.get().change())) {
      Change change = changes.read(next);
      if (change.body().isOfData()) {
        touched.addAll(change.touchedDates());
      }
    }
    return Optional.of(AffectedDates.after(pipeline, aggregation, touched));
  }

  /** An increment keeps rows that were made with older references, a full refresh doesn't. */
  private static boolean haveStayed(ConsumerProgress old, ConsumerProgress now) {
    Map<String, String> before = old.references();
    return now.references().entrySet().stream()
        .allMatch(
            each ->
                each.getValue().equals(ConsumerProgress.SEVERAL)
                    || each.getValue().equals(before.get(each.getKey())));
  }

  private Optional<Aggregation> aggregation() {
    return pipeline.aggregations().stream()
        .filter(each -> each.relation().equals(relation))
        .findFirst();
  }
}

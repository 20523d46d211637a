// SPDX-License-Identifier: Apache-2.0
package io.sluice.history;

import io.sluice.change.ChangeLog;
import io.sluice.change.DateRanges;
import io.sluice.change.LogState;
import io.sluice.change.TableSummary;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Materialization;
import io.sluice.pipeline.Pipeline;
import io.sluice.run.RunContext;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The relations of a pipeline that have changed since a consumer last looked, each with its dates:
 * the transformed table and the aggregations.
 *
 * @param since what that one has seen
 * @param until the last change that is looked at
 */
public record ChangedRelations(
    Pipeline pipeline, ChangeLog changes, SeenChange since, SeenChange until) {
  /** Up to the change that is the log's last by now. */
  public static ChangedRelations of(RunContext context, SeenChange since) {
    ChangeLog changes = ChangeLog.of(context);
    return new ChangedRelations(
        context.pipeline(), changes, since.in(changes), SeenChange.lastOf(changes));
  }

  /**
   * Fields for a report. A relation without dates that is {@code whole} isn't kept by dates; one
   * with dates has changed on all of them.
   */
  public Map<String, Object> fields() {
    Map<String, Object> relations = new LinkedHashMap<>();
    add(relations, pipeline.table(), true);
    for (Aggregation aggregation : pipeline.aggregations()) {
      boolean isByDate = aggregation.materialized() == Materialization.INCREMENTAL_BY_DATE;
      add(relations, aggregation.relation(), isByDate);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("since", since.toString());
    fields.put("until", until.toString());
    fields.put("relations", relations);
    return fields;
  }

  private void add(Map<String, Object> relations, String relation, boolean isByDate) {
    Backlog backlog =
        new RelationHistory(pipeline, changes, relation, isByDate)
            .between(since.number(), until.number());
    if (backlog.isDue()) {
      boolean isWhole = backlog.extent() == Backlog.Extent.EVERYTHING;
      SortedSet<LocalDate> dates = new TreeSet<>(backlog.dates());
      if (isWhole && isByDate) {
        dates.addAll(all(since));
        dates.addAll(all(until));
      }
      relations.put(relation, new TreeMap<>(Map.of("dates", dates, "whole", isWhole)));
    }
  }

  /** Every date that had rows after a change. */
  private SortedSet<LocalDate> all(SeenChange change) {
    LogState state = change.number() == 0 ? LogState.EMPTY : changes.read(change.number()).state();
    DateRanges dates = state.standing().map(TableSummary::allDates).orElse(DateRanges.NONE);
    return dates.dates();
  }
}

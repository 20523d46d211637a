// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.LogState;
import io.sluice.change.Verdict;
import io.sluice.pipeline.Aggregation;
import io.sluice.run.RunContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Outlook on an aggregate run, found out without touching anything.
 *
 * @param unapplied a change that is recorded and not fully applied
 */
public record AggregateOutlook(Optional<Change> unapplied, LogState state, StaleAggregations due) {

  /**
   * Outlook on a run without options.
   *
   * @param versions the content or version of each reference among some relations
   */
  public static AggregateOutlook of(
      RunContext context,
      Optional<Change> unapplied,
      LogState state,
      Function<Collection<String>, SortedMap<String, String>> versions) {
    Staleness staleness = new StreamStaleness(context, ChangeLog.of(context));
    return new AggregateOutlook(
        unapplied,
        state,
        new StaleAggregations(context.pipeline(), FullRefresh.NONE, versions, staleness));
  }

  /** The references of which an incremental aggregation has rows that older ones have made. */
  public Set<String> olderReferences(Aggregation aggregation) {
    return due.olderReferences(aggregation, state);
  }

  /** Aggregations to be computed. */
  public List<Aggregation> relations() {
    return due.relations(state);
  }

  /** Aggregations that wait for a person's full refresh, and what for. */
  public Map<Aggregation, Obstacle> waiting() {
    return due.waiting(state);
  }

  public Verdict verdict() {
    List<Aggregation> relations = relations();
    Map<Aggregation, Obstacle> held = waiting();
    String waiting = held.isEmpty() ? "" : told(held);
    if (unapplied.isPresent()) {
      return new Verdict(
          "RESUME",
          Verdict.unapplied(unapplied.get())
              + (relations.isEmpty() ? "" : ", then " + names(relations))
              + waiting);
    }
    if (relations.isEmpty()) {
      return new Verdict(
          "NO-OP",
          state.lastData() == 0
              ? "nothing is published yet"
              : (waiting.isEmpty() ? "everything" : "everything else")
                  + " covers change "
                  + state.lastData()
                  + waiting);
    }
    String upTo = "%s up to change %d".formatted(names(relations), state.lastData());
    if (relations.stream().anyMatch(due::isAsked)) {
      return new Verdict("FULL-REFRESH", upTo + " (asked for)" + waiting);
    }
    return due.withoutNewData(state)
        ? new Verdict(
            "FULL-REFRESH",
            names(relations)
                + " (its SQL%s changed)".formatted(referring(relations) ? " or a reference" : "")
                + waiting)
        : new Verdict("RUN", upTo + waiting);
  }

  private boolean referring(List<Aggregation> relations) {
    return relations.stream().anyMatch(each -> !due.references(each).isEmpty());
  }

  private static String told(Map<Aggregation, Obstacle> waiting) {
    Map<String, List<Aggregation>> reasons = new LinkedHashMap<>();
    waiting.forEach(
        (each, why) -> reasons.computeIfAbsent(why.brief(), any -> new ArrayList<>()).add(each));
    return reasons.entrySet().stream()
        .map(
            each ->
                "; %s: waiting for --full-refresh, %s"
                    .formatted(names(each.getValue()), each.getKey()))
        .collect(Collectors.joining());
  }

  private static String names(List<Aggregation> relations) {
    return relations.stream().map(Aggregation::relation).collect(Collectors.joining(", "));
  }
}

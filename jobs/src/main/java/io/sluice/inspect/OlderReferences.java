// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import io.sluice.aggregate.AggregateOutlook;
import io.sluice.change.DateRanges;
import io.sluice.change.LogState;
import io.sluice.change.TableSummary;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Built;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Reference;
import io.sluice.problem.Problem;
import io.sluice.reference.PinnedReferences;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rows that other contents or versions of references have made than there are now.
 *
 * @param dates of the transformed table
 * @param names of the references by which these differ
 * @param aggregations the references by which kept rows of an aggregation differ
 * @param problem why it isn't known, where it isn't
 */
record OlderReferences(
    DateRanges dates,
    SortedSet<String> names,
    SortedMap<String, Set<String>> aggregations,
    Optional<Problem> problem) {
  static final OlderReferences NONE =
      new OlderReferences(DateRanges.NONE, new TreeSet<>(), new TreeMap<>(), Optional.empty());

  /** What there is in a state. */
  static OlderReferences of(
      Pipeline pipeline, LogState state, PinnedReferences now, AggregateOutlook aggregate) {
    if (pipeline.references().isEmpty()) {
      return NONE;
    }
    try {
      List<String> joined = pipeline.rowReferences().stream().map(Reference::name).toList();
      Map<String, String> versions = now.versions(joined);
      SortedSet<String> names = new TreeSet<>();
      SortedMap<String, Set<String>> aggregations = new TreeMap<>();
      for (Aggregation each : pipeline.aggregations()) {
        Set<String> older = aggregate.olderReferences(each);
        if (each.materialized().isIncremental() && !older.isEmpty()) {
          aggregations.put(each.relation(), older);
        }
      }
      DateRanges dates =
          state
              .standing()
              .map(
                  standing ->
                      standing.datesWhere(hash -> isOlder(pipeline, state.built(hash), versions)))
              .orElse(DateRanges.NONE);
      for (String hash : state.standing().map(TableSummary::datesBySql).orElse(Map.of()).keySet()) {
        Built built = state.built(hash);
        if (isOlder(pipeline, built, versions)) {
          versions.forEach(
              (name, version) -> {
                if (!version.equals(built.references().get(name))) {
                  names.add(name);
                }
              });
        }
      }
      return new OlderReferences(dates, names, aggregations, Optional.empty());
    } catch (Problem e) {
      return new OlderReferences(NONE.dates, NONE.names, NONE.aggregations, Optional.of(e));
    }
  }

  /** Other SQL is another matter. */
  private static boolean isOlder(Pipeline pipeline, Built built, Map<String, String> versions) {
    return isOfSql(pipeline, built) && !built.references().equals(versions);
  }

  /** The dates that have rows made by other SQL than the pipeline's, regardless of references. */
  static DateRanges withOtherSql(Pipeline pipeline, LogState state, TableSummary standing) {
    return standing.datesWhere(hash -> !isOfSql(pipeline, state.built(hash)));
  }

  private static boolean isOfSql(Pipeline pipeline, Built built) {
    return built.sqlHash().equals(pipeline.built().sqlHash());
  }
}

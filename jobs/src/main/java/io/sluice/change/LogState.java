// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.table.TableChange;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Where a pipeline stands after a change. Every record carries it whole, so that a run reads one
 * record and not the history.
 *
 * @param lastBatch the last batch that is published; all before it are too
 * @param lastData the last change that published data, 0 before the first
 * @param versions the version of each table
 * @param covered what each aggregation covers
 * @param decisions those that runs to come have to obey, the latest about each delivery
 * @param standing what the tables hold for on-call to look at; empty where nobody has counted it
 */
public record LogState(
    long lastBatch,
    long lastData,
    Map<String, Long> versions,
    Map<String, AggregationProgress> covered,
    List<Decision> decisions,
    Optional<TableSummary> standing) {
  public static final LogState EMPTY =
      new LogState(0, 0, Map.of(), Map.of(), List.of(), Optional.of(TableSummary.NONE));

  public LogState {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    covered = Collections.unmodifiableSortedMap(new TreeMap<>(covered));
    decisions = List.copyOf(decisions);
  }

  /** A state in which nobody has counted the tables. */
  public LogState(
      long lastBatch,
      long lastData,
      Map<String, Long> versions,
      Map<String, AggregationProgress> covered,
      List<Decision> decisions) {
    this(lastBatch, lastData, versions, covered, decisions, Optional.empty());
  }

  /** The version of a table, if the log ever made one. */
  public Optional<Long> version(String relation) {
    return Optional.ofNullable(versions.get(relation));
  }

  /** The last change of data that an aggregation covers, 0 where it was never computed. */
  public long coveredBy(String aggregation) {
    return covered.containsKey(aggregation) ? covered.get(aggregation).change() : 0;
  }

  LogState afterBatch(long change, long batch, Map<String, Long> changedVersions) {
    return new LogState(
        batch, change, merged(versions, changedVersions), covered, decisions, standing);
  }

  LogState afterBackfill(long change, Map<String, Long> changedVersions) {
    return new LogState(lastBatch, change, merged(versions, changedVersions), covered, decisions);
  }

  LogState afterAggregation(
      String relation, AggregationProgress now, Map<String, Long> changedVersions) {
    return new LogState(
        lastBatch,
        lastData,
        merged(versions, changedVersions),
        merged(covered, Map.of(relation, now)),
        decisions,
        standing);
  }

  LogState afterDecisions(Collection<Decision> latest, Map<String, Long> changedVersions) {
    Map<List<Object>, Decision> valid = new LinkedHashMap<>();
    decisions.forEach(decision -> valid.put(decision.delivery(), decision));
    latest.forEach(decision -> valid.put(decision.delivery(), decision));
    valid.values().removeIf(decision -> decision.scope() == Decision.Scope.RECORD);
    return new LogState(
        lastBatch,
        lastData,
        merged(versions, changedVersions),
        covered,
        List.copyOf(valid.values()),
        standing);
  }

  LogState without(Predicate<Decision> done) {
    return new LogState(
        lastBatch,
        lastData,
        versions,
        covered,
        decisions.stream().filter(done.negate()).toList(),
        standing);
  }

  LogState withVersion(TableChange table) {
    return new LogState(
        lastBatch,
        lastData,
        merged(versions, Map.of(table.relation(), table.version())),
        covered,
        decisions,
        standing);
  }

  LogState with(TableSummary counted) {
    return new LogState(lastBatch, lastData, versions, covered, decisions, Optional.of(counted));
  }

  private static <V> Map<String, V> merged(Map<String, V> old, Map<String, V> changed) {
    Map<String, V> merged = new TreeMap<>(old);
    merged.putAll(changed);
    return merged;
  }
}

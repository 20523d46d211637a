package io.sluice.change;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a pipeline stands after a change. Every record carries it whole, so that a run reads one
 * record and not the history.
 *
 * @param lastBatch the last batch that is published; all before it are too
 * @param lastData the last change that published data, 0 before the first
 * @param versions the version of each table
 * @param covered what each aggregation covers
 */
public record State(
    long lastBatch, long lastData, Map<String, Long> versions, Map<String, Covered> covered) {
  public static final State EMPTY = new State(0, 0, Map.of(), Map.of());

  public State {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    covered = Collections.unmodifiableSortedMap(new TreeMap<>(covered));
  }

  /** The version of a table, if the log ever made one. */
  public Optional<Long> version(String relation) {
    return Optional.ofNullable(versions.get(relation));
  }

  /** The last change of data that an aggregation covers, 0 where it was never computed. */
  public long coveredBy(String aggregation) {
    return covered.containsKey(aggregation) ? covered.get(aggregation).change() : 0;
  }

  State afterBatch(long change, long batch, Map<String, Long> changedVersions) {
    return new State(batch, change, merged(versions, changedVersions), covered);
  }

  State afterAggregation(String relation, Covered now, Map<String, Long> changedVersions) {
    return new State(
        lastBatch,
        lastData,
        merged(versions, changedVersions),
        merged(covered, Map.of(relation, now)));
  }

  private static <V> Map<String, V> merged(Map<String, V> old, Map<String, V> changed) {
    Map<String, V> merged = new TreeMap<>(old);
    merged.putAll(changed);
    return merged;
  }
}

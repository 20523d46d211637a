// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.change.StreamPosition;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Sha256;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Aggregations that have to be computed, and those that wait for a person. Those are due that don't
 * cover the last change of data, and those whose SQL, or the SQL of one that they read, is another
 * now. But where they are kept up to date incrementally, other SQL means to compute everything
 * anew, which may take hours: that is left to an operator's {@code --full-refresh}, unless all that
 * they read was replaced, so that everything has to be computed anyway.
 */
final class StaleAggregations {
  private final Pipeline pipeline;
  private final Function<Collection<String>, SortedMap<String, String>> versions;
  private final Staleness staleness;
  private final Map<String, Obstacle> met = new HashMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private final Set<String> toRefresh;

  /**
   * @throws io.sluice.problem.Problem INVALID where what is to be refreshed is unknown
   */
  StaleAggregations(Pipeline pipeline, FullRefresh refresh) {
    this(pipeline, refresh, relations -> new TreeMap<>(), Staleness.NONE);
  }

  /**
   * @param versions the content or version of each reference among some relations
   * @param staleness says which can't go on from where they are
   */
  StaleAggregations(
      Pipeline pipeline,
      FullRefresh refresh,
      Function<Collection<String>, SortedMap<String, String>> versions,
      Staleness staleness) {
    this.pipeline = pipeline;
    this.versions = versions;
    this.staleness = staleness;
    this.toRefresh = refresh.relations(pipeline);
    pipeline.aggregations().forEach(each -> hashes.put(each.relation(), hashed(each)));
  }

  /** Aggregations in dependency order; none before anything is published. */
  List<Aggregation> relations(LogState state) {
    if (state.lastData() == 0) {
      return List.of();
    }
    Map<Aggregation, Obstacle> waiting = waiting(state);
    return pipeline.aggregations().stream()
        .filter(each -> !waiting.containsKey(each))
        .filter(each -> isBehind(each, state) || hasOtherSql(each, state) || isAsked(each))
        .toList();
  }

  /**
   * Aggregations that can't be brought up to date, and those that are computed from them, with what
   * they wait for.
   */
  Map<Aggregation, Obstacle> waiting(LogState state) {
    Map<Aggregation, Obstacle> waiting = new LinkedHashMap<>();
    Map<String, Obstacle> names = new HashMap<>();
    for (Aggregation each : pipeline.aggregations()) {
      if (!isAsked(each)) {
        obstacle(each, state)
            .or(
                () ->
                    each.reads().stream()
                        .filter(names::containsKey)
                        .sorted()
                        .map(names::get)
                        .findFirst())
            .ifPresent(
                found -> {
                  waiting.put(each, found);
                  names.put(each.relation(), found);
                });
      }
    }
    return waiting;
  }

  private Optional<Obstacle> obstacle(Aggregation each, LogState state) {
    Optional<ConsumerProgress> progress = state.aggregated(each.relation());
    if (met.containsKey(each.relation())) {
      return Optional.of(met.get(each.relation()));
    } else if (!each.materialized().isIncremental()
        || progress.isEmpty()
        || state.isWhollyBehind(each.relation())) {
      return Optional.empty();
    }
    return hasOtherSql(each, state)
        ? Optional.of(Obstacle.otherSql(each))
        : staleness.of(each.relation(), progress.get(), state);
  }

  /** Notes that an aggregation that was tried can't be brought up to date. */
  void met(Aggregation aggregation, Obstacle obstacle) {
    met.put(aggregation.relation(), obstacle);
  }

  /** Returns whether there is work that no new data has caused. */
  boolean withoutNewData(LogState state) {
    return relations(state).stream().noneMatch(each -> isBehind(each, state));
  }

  /** The last change that each aggregation covers that ever covered one, 0 where none did. */
  long covered(LogState state) {
    return pipeline.aggregations().stream()
        .mapToLong(each -> state.coveredBy(each.relation()))
        .filter(change -> change > 0)
        .min()
        .orElse(0);
  }

  /** Returns whether it has to be computed from everything that is published. */
  boolean isWhole(Aggregation aggregation, LogState state) {
    return !aggregation.materialized().isIncremental()
        || isAsked(aggregation)
        || state.isWhollyBehind(aggregation.relation())
        || state.aggregated(aggregation.relation()).isEmpty();
  }

  boolean isAsked(Aggregation aggregation) {
    return toRefresh.contains(aggregation.relation());
  }

  /** Notes that an aggregation that was to be refreshed now is. */
  void refreshed(Aggregation aggregation) {
    toRefresh.remove(aggregation.relation());
  }

  /** Hash of an aggregation's SQL and of all that it is computed from. */
  String hash(Aggregation aggregation) {
    return hashes.get(aggregation.relation());
  }

  /** The content or version of each reference that an aggregation is computed with now. */
  SortedMap<String, String> references(Aggregation aggregation) {
    return versions.apply(aggregation.reads());
  }

  /** The references of which an incremental aggregation has rows that older ones have made. */
  Set<String> olderReferences(Aggregation aggregation, LogState state) {
    Map<String, String> now = references(aggregation);
    return state
        .aggregated(aggregation.relation())
        .map(ConsumerProgress::references)
        .map(
            made ->
                made.keySet().stream()
                    .filter(name -> now.containsKey(name) && !now.get(name).equals(made.get(name)))
                    .collect(Collectors.toCollection(TreeSet<String>::new)))
        .orElseGet(TreeSet::new);
  }

  private static boolean isBehind(Aggregation aggregation, LogState state) {
    return state.coveredBy(aggregation.relation()) < state.lastData()
        || !state
            .aggregated(aggregation.relation())
            .flatMap(ConsumerProgress::stream)
            .map(StreamPosition::isSettled)
            .orElse(true);
  }

  private boolean hasOtherSql(Aggregation aggregation, LogState state) {
    return !state
        .aggregated(aggregation.relation())
        .map(ConsumerProgress::sqlHash)
        .equals(Optional.of(hash(aggregation)));
  }

  private String hashed(Aggregation aggregation) {
    List<String> texts = new ArrayList<>();
    texts.add(aggregation.sql().meaning());
    texts.add(aggregation.materialized().name());
    texts.add(aggregation.overlap().toString());
    texts.addAll(aggregation.streaming().definition());
    for (String relation : new TreeSet<>(aggregation.reads())) {
      // Those that it reads come first in the pipeline's order.
      texts.add(hashes.getOrDefault(relation, ""));
    }
    if (!aggregation.materialized().isIncremental()) {
      SortedMap<String, String> references = references(aggregation);
      if (!references.isEmpty()) {
        texts.add(references.toString()); // another content makes all of its rows anew
      }
    }
    return Sha256.shortOf(texts);
  }
}

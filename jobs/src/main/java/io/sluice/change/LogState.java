// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.pipeline.Built;
import io.sluice.table.TableChange;
import io.sluice.table.Tables;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * State of a pipeline after a change. Every record carries it whole, so that a run reads one record
 * and not the history.
 *
 * @param lastBatch the last batch that is published; all before it are too
 * @param lastData the last change that published data, 0 before the first
 * @param versions the version of each table
 * @param progress of everything that takes in what is published
 * @param decisions those that runs to come have to obey, the latest about each delivery
 * @param standing what the tables hold for on-call to look at; empty where it was not counted
 * @param transformed what the rows of the transformed table were made by
 */
public record LogState(
    long lastBatch,
    long lastData,
    Map<String, Long> versions,
    Map<ConsumerKey, ConsumerProgress> progress,
    List<Decision> decisions,
    Optional<TableSummary> standing,
    TransformedTable transformed) {
  public static final LogState EMPTY =
      new LogState(
          0,
          0,
          Map.of(),
          Map.of(),
          List.of(),
          Optional.of(TableSummary.NONE),
          TransformedTable.NONE);

  public LogState {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    progress = Collections.unmodifiableSortedMap(new TreeMap<>(progress));
    decisions = List.copyOf(decisions);
  }

  /** The version of a table, if the log ever made one. */
  public Optional<Long> version(String relation) {
    return Optional.ofNullable(versions.get(relation));
  }

  /** Rows of a relation that the log has made, as it has them. */
  public Dataset<Row> rows(Tables tables, String relation) {
    return tables.table(relation).read(versions.get(relation));
  }

  /** Progress of one consumer, if it ever took in anything. */
  public Optional<ConsumerProgress> progress(ConsumerKey consumer) {
    return Optional.ofNullable(progress.get(consumer));
  }

  /** Progress of an aggregation, if it was ever computed. */
  public Optional<ConsumerProgress> aggregated(String aggregation) {
    return progress(ConsumerKey.aggregation(aggregation));
  }

  /** The last change of data that an aggregation covers, 0 where it was never computed. */
  public long coveredBy(String aggregation) {
    return aggregated(aggregation).map(ConsumerProgress::change).orElse(0L);
  }

  public LogState withLastBatch(long batch) {
    return new LogState(batch, lastData, versions, progress, decisions, standing, transformed);
  }

  public LogState withLastData(long change) {
    return new LogState(lastBatch, change, versions, progress, decisions, standing, transformed);
  }

  /** The same with the versions that committing some changes makes. */
  public LogState withVersions(Collection<TableChange> tables) {
    Map<String, Long> merged = new TreeMap<>(versions);
    tables.forEach(table -> merged.put(table.relation(), table.version()));
    return new LogState(lastBatch, lastData, merged, progress, decisions, standing, transformed);
  }

  public LogState withProgress(ConsumerKey consumer, ConsumerProgress now) {
    Map<ConsumerKey, ConsumerProgress> merged = new TreeMap<>(progress);
    merged.put(consumer, now);
    return new LogState(lastBatch, lastData, versions, merged, decisions, standing, transformed);
  }

  /** The same without one that takes in nothing any more. */
  public LogState withoutProgress(ConsumerKey consumer) {
    Map<ConsumerKey, ConsumerProgress> others = new TreeMap<>(progress);
    others.remove(consumer);
    return new LogState(lastBatch, lastData, versions, others, decisions, standing, transformed);
  }

  /** The same with more decisions; of several about a delivery the latest holds. */
  public LogState withDecisions(Collection<Decision> latest) {
    Map<FileKey, Decision> valid = new LinkedHashMap<>();
    Stream.concat(decisions.stream(), latest.stream())
        .forEach(decision -> valid.put(decision.delivery(), decision));
    valid.values().removeIf(decision -> decision.scope() == Decision.Scope.RECORD);
    return withOnly(valid.values().stream());
  }

  /** The same without decisions that runs need not know any more. */
  public LogState withoutDecisions(Predicate<Decision> done) {
    return withOnly(decisions.stream().filter(done.negate()));
  }

  public LogState withStanding(Optional<TableSummary> counted) {
    return new LogState(lastBatch, lastData, versions, progress, decisions, counted, transformed);
  }

  /** The columns by which published rows were told apart; empty where no batch has said so. */
  public List<String> key() {
    return transformed.key();
  }

  public LogState withKey(List<String> columns) {
    return with(transformed.withKey(columns));
  }

  /**
   * The same where some rows are made with that, and no more of what no row is made with any more.
   *
   * @param hash of it
   */
  public LogState withBuilt(String hash, Built built) {
    return with(transformed.withBuilt(hash, built, standing));
  }

  /** What rows were made with, by its hash. */
  public Built built(String hash) {
    return transformed.builds().getOrDefault(hash, new Built(hash, Map.of()));
  }

  /**
   * The same where the transformed table has more columns than before.
   *
   * @param columns the names of the new ones
   * @param dates those that have rows without them
   */
  public LogState withNewColumns(Collection<String> columns, DateRanges dates) {
    return with(transformed.withNewColumns(columns, dates));
  }

  /** The same where every row of some dates has all columns. */
  public LogState withAllColumns(DateRange dates) {
    return with(transformed.withAllColumns(dates));
  }

  /** The same where a change has replaced the whole transformed table. */
  public LogState withLastWhole(long change) {
    return with(transformed.withLastWhole(change));
  }

  /** The same where a change has replaced rows of the transformed table. */
  public LogState withLastRestated(long change) {
    return with(transformed.withLastRestated(change));
  }

  /** Says whether rows that were there have been replaced since an aggregation was computed. */
  public boolean isRestatedSince(String aggregation) {
    return coveredBy(aggregation) < transformed.lastRestated();
  }

  /** Says whether everything that an aggregation has taken in was replaced since. */
  public boolean isWhollyBehind(String aggregation) {
    return coveredBy(aggregation) < transformed.lastWhole();
  }

  private LogState with(TransformedTable now) {
    return new LogState(lastBatch, lastData, versions, progress, decisions, standing, now);
  }

  private LogState withOnly(Stream<Decision> others) {
    return new LogState(
        lastBatch, lastData, versions, progress, others.toList(), standing, transformed);
  }
}

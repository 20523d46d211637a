// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import io.sluice.table.TableChange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One entry of the change log: what is published, all of it or nothing. It holds everything that
 * applying it takes, so that nobody ever evaluates the same input twice.
 *
 * @param number its place in the log, from 1; it also is the Delta transaction's number
 * @param batch the delivery note that a batch publishes
 * @param tables what it does to each table, in the order in which it is applied
 * @param counts the source records of the batch, or of the dates that a backfill replaces
 * @param filesRejected how many of the batch's files could not be read as a whole
 * @param reasons quarantined records by reason code; a record may have several
 * @param touchedDates the event dates whose rows changed
 * @param covers for an aggregation, the last change of data that it includes
 * @param replaced for a backfill, what it replaces
 * @param note why a person overrode a rule or started it, empty where nobody did
 * @param state where the pipeline stands once this is applied
 */
public record Change(
    long number,
    ChangeKind kind,
    Optional<Long> batch,
    String runId,
    Instant recordedAt,
    String sqlHash,
    List<TableChange> tables,
    RecordCounts counts,
    long filesRejected,
    Map<String, Long> reasons,
    SortedSet<LocalDate> touchedDates,
    Optional<Long> covers,
    Optional<ReplacedRange> replaced,
    String note,
    LogState state) {
  public Change {
    tables = List.copyOf(tables);
    reasons = new TreeMap<>(reasons);
    touchedDates = new TreeSet<>(touchedDates);
  }

  /** The change that publishes a batch after {@code previous}. */
  public static Change ofBatch(
      ChangeLog.Position previous,
      long batch,
      String runId,
      String sqlHash,
      List<TableChange> tables,
      RecordCounts counts,
      long filesRejected,
      Map<String, Long> reasons,
      SortedSet<LocalDate> touchedDates,
      String note) {
    long number = previous.number() + 1;
    return new Change(
        number,
        ChangeKind.BATCH,
        Optional.of(batch),
        runId,
        Instant.now(),
        sqlHash,
        tables,
        counts,
        filesRejected,
        reasons,
        touchedDates,
        Optional.empty(),
        Optional.empty(),
        note,
        previous.state().afterBatch(number, batch, versions(tables)));
  }

  /** The change that publishes dates that were computed afresh after {@code previous}. */
  public static Change ofBackfill(
      ChangeLog.Position previous,
      ReplacedRange replaced,
      String runId,
      String sqlHash,
      List<TableChange> tables,
      RecordCounts counts,
      Map<String, Long> reasons,
      SortedSet<LocalDate> touchedDates,
      String reason) {
    long number = previous.number() + 1;
    return new Change(
        number,
        ChangeKind.BACKFILL,
        Optional.empty(),
        runId,
        Instant.now(),
        sqlHash,
        tables,
        counts,
        0,
        reasons,
        touchedDates,
        Optional.empty(),
        Optional.of(replaced),
        reason,
        previous.state().afterBackfill(number, versions(tables)));
  }

  /** The change that publishes one aggregation after {@code previous}. */
  public static Change ofAggregation(
      ChangeLog.Position previous, String runId, TableChange table, AggregationProgress covered) {
    return new Change(
        previous.number() + 1,
        ChangeKind.AGGREGATE,
        Optional.empty(),
        runId,
        Instant.now(),
        covered.sqlHash(),
        List.of(table),
        RecordCounts.NONE,
        0,
        Map.of(),
        new TreeSet<>(),
        Optional.of(covered.change()),
        Optional.empty(),
        "",
        previous.state().afterAggregation(table.relation(), covered, versions(List.of(table))));
  }

  /**
   * The change that publishes what people decided after {@code previous}.
   *
   * @param decisions those about deliveries; the table has all
   */
  public static Change ofDecisions(
      ChangeLog.Position previous,
      TableChange table,
      Collection<Decision> decisions,
      Attribution grounds) {
    return new Change(
        previous.number() + 1,
        ChangeKind.DECISION,
        Optional.empty(),
        grounds.runId(),
        Instant.now(),
        "",
        List.of(table),
        RecordCounts.NONE,
        0,
        Map.of(),
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty(),
        grounds.reason(),
        previous.state().afterDecisions(decisions, versions(List.of(table))));
  }

  /** The change that puts files in place of others with the same rows after {@code previous}. */
  public static Change ofMaintenance(ChangeLog.Position previous, String runId, TableChange table) {
    return new Change(
        previous.number() + 1,
        ChangeKind.MAINTAIN,
        Optional.empty(),
        runId,
        Instant.now(),
        "",
        List.of(table),
        RecordCounts.NONE,
        0,
        Map.of(),
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty(),
        "",
        previous.state().withVersion(table));
  }

  /** Its record, as the log has it. */
  public String json() {
    return ChangeJson.write(this);
  }

  /**
   * A change from its record.
   *
   * @throws IllegalArgumentException where the text is no whole record
   */
  public static Change parse(String json) {
    return ChangeJson.read(json);
  }

  /** What it does to a relation, if anything. */
  public Optional<TableChange> to(String relation) {
    return tables.stream().filter(table -> table.relation().equals(relation)).findFirst();
  }

  /** The same with one more table. */
  public Change with(TableChange table) {
    List<TableChange> more = new ArrayList<>(tables);
    more.add(table);
    return with(more, state.withVersion(table));
  }

  /** The same, after which runs need not know some decisions any more. */
  public Change settling(Predicate<Decision> done) {
    return with(tables, state.without(done));
  }

  /** The same, after which the tables stand like this. */
  public Change leaving(TableSummary standing) {
    return with(tables, state.with(standing));
  }

  private Change with(List<TableChange> otherTables, LogState otherState) {
    return new Change(
        number,
        kind,
        batch,
        runId,
        recordedAt,
        sqlHash,
        otherTables,
        counts,
        filesRejected,
        reasons,
        touchedDates,
        covers,
        replaced,
        note,
        otherState);
  }

  private static Map<String, Long> versions(List<TableChange> tables) {
    return tables.stream().collect(Collectors.toMap(TableChange::relation, TableChange::version));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.ConsumerProgress;
import io.sluice.change.LogState;
import io.sluice.fit.RunFit;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Materialization;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.PublishReport;
import io.sluice.publish.Publisher;
import io.sluice.reference.PinnedReferences;
import io.sluice.run.RunContext;
import io.sluice.spark.CachedRows;
import io.sluice.spark.Queries;
import io.sluice.spark.Sessions;
import io.sluice.stream.NumberedStream;
import io.sluice.table.TableColumns;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One run of the aggregations: each is brought up to the last change of data, from one version of
 * the transformed table, and published as a change of its own. The caller holds the pipeline's
 * lease.
 */
public final class AggregateRun {
  private static final Logger log = LogManager.getLogger(AggregateRun.class);

  /** All waiting changes make one micro-batch: what counts is the last. */
  private static final int ALL = Integer.MAX_VALUE;

  private final RunContext context;
  private final Pipeline pipeline;
  private final ChangeLog changes;
  private final PinnedReferences references;
  private final StaleAggregations due;
  private final PublishReport written;
  private final Map<Materialization, Materializer> materializers;

  /**
   * @param refresh what to compute from everything that is published
   * @throws Problem INVALID where that names no aggregation
   */
  public AggregateRun(RunContext context, FullRefresh refresh) {
    this(context, refresh, Materializers.ALL);
  }

  AggregateRun(
      RunContext context, FullRefresh refresh, Map<Materialization, Materializer> materializers) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.changes = ChangeLog.of(context);
    this.references = PinnedReferences.kept(context);
    this.due =
        new StaleAggregations(
            pipeline, refresh, references::versions, new StreamStaleness(context, changes));
    this.written = new PublishReport(context);
    this.materializers = materializers;
  }

  public Outcome run() {
    Optional<Change> unapplied = changes.unapplied();
    LogState state = changes.position().state();
    List<Aggregation> relations = due.relations(state);
    new AggregateOutlook(unapplied, state, due).verdict().tell(context);
    if (unapplied.isPresent() || !relations.isEmpty()) {
      Optional<StructType> columns = RunFit.require(context);
      context.doing("started Spark");
      SparkSession spark = Sessions.open(context);
      context.doing("looked for new data");
      Tables tables = Tables.of(spark, context);
      changes.rollForward(tables);
      requireFitting(columns, tables);
      bringUpToDate(spark, tables, columns.orElseGet(StructType::new));
    }
    LogState after = changes.position().state();
    tellOrphans(DroppedAggregation.orphans(pipeline, after));
    requireNoneWaits(due.waiting(after));
    return unapplied.isEmpty() && relations.isEmpty() ? Outcome.NOTHING_TO_DO : Outcome.SUCCEEDED;
  }

  /** Aggregations are written for the columns that the table has by today's SQL. */
  private void requireFitting(Optional<StructType> columns, Tables tables) {
    TableColumns own = tables.table(pipeline.table()).columns();
    own.requireOwn(pipeline.name());
    columns.ifPresent(
        schema ->
            own.requireFitting(
                new TableLayout(schema, List.of(pipeline.eventDate())), pipeline.name()));
  }

  /** The stream says when there are new changes; without any there is nothing for it to say. */
  private void bringUpToDate(SparkSession spark, Tables tables, StructType columns) {
    AggregationInputs inputs = new AggregationInputs(context, tables, changes, references, columns);
    LogState state = changes.position().state();
    context.report().touched(inputs.newAfter(due.covered(state), state).touchedDates());
    if (due.withoutNewData(state)) {
      publishDue(inputs, tables);
    } else {
      new NumberedStream(spark, context, changes.records(), "aggregate")
          .drain(
              ALL,
              number -> publishDue(inputs, tables),
              () -> !due.relations(changes.position().state()).isEmpty());
    }
  }

  private void publishDue(AggregationInputs inputs, Tables tables) {
    AggregationPublisher publisher =
        new AggregationPublisher(
            new Publisher(changes, tables, context.runId(), written), context.report());
    context.steps(due.relations(changes.position().state()).size(), "aggregation");
    for (Aggregation aggregation : pipeline.aggregations()) {
      LogState state = changes.position().state();
      if (due.relations(state).contains(aggregation)) {
        context.stop().check();
        Optional<Obstacle> met = bringUpToDate(aggregation, state, inputs, publisher);
        due.refreshed(aggregation);
        met.ifPresent(obstacle -> due.met(aggregation, obstacle));
        context.stepDone();
      }
    }
  }

  private Optional<Obstacle> bringUpToDate(
      Aggregation aggregation,
      LogState state,
      AggregationInputs inputs,
      AggregationPublisher publisher) {
    long start = System.nanoTime();
    long version = state.version(pipeline.table()).orElseThrow();
    boolean whole = due.isWhole(aggregation, state);
    context.doing(
        "computed %s from version %d of %s", aggregation.relation(), version, pipeline.table());
    AggregationUpdate update =
        new AggregationUpdate(
            aggregation,
            state,
            whole,
            progress(aggregation, state, version, whole),
            inputs,
            new CachedRows());
    Optional<Obstacle> met =
        changes.unlessOvertaken(
            () ->
                Queries.evaluated(
                    inputs.spark(),
                    aggregation.sql(),
                    "compute",
                    pipeline.personal(),
                    () ->
                        materializers
                            .get(aggregation.materialized())
                            .bringUpToDate(update, publisher)));
    log.info(
        "{}: {} from version {} of {}, {} s",
        aggregation.relation(),
        met.map(Obstacle::brief).orElse(whole ? "computed as a whole" : "brought up to date"),
        version,
        pipeline.table(),
        "%.1f".formatted((System.nanoTime() - start) / 1e9));
    return met;
  }

  private ConsumerProgress progress(
      Aggregation aggregation, LogState state, long version, boolean whole) {
    ConsumerProgress progress =
        new ConsumerProgress(
            state.lastData(), version, due.hash(aggregation), due.references(aggregation));
    return whole
        ? progress
        : state.aggregated(aggregation.relation()).map(progress::after).orElse(progress);
  }

  /** Nothing brings them up to date: who reads them should know. */
  private void tellOrphans(List<String> orphans) {
    for (String orphan : orphans) {
      String message =
          "%s is not brought up to date any more: aggregations/%s.sql is gone; ./sluice aggregate --pipeline %s --drop %s removes its rows"
              .formatted(orphan, orphan, pipeline.name(), orphan);
      log.warn(message);
      context.report().message(message);
    }
  }

  private void requireNoneWaits(Map<Aggregation, Obstacle> waiting) {
    if (waiting.isEmpty()) {
      return;
    }
    Map.Entry<Aggregation, Obstacle> first = waiting.entrySet().iterator().next();
    String others =
        waiting.keySet().stream()
            .skip(1)
            .map(Aggregation::relation)
            .collect(Collectors.joining(", "));
    throw new Problem(
        Outcome.INVALID,
        "Cannot bring %s up to date: %s%s; everything else is up to date"
            .formatted(
                first.getKey().relation(),
                first.getValue().why(),
                others.isEmpty() ? "" : "; waiting too: " + others),
        "./sluice aggregate --pipeline %s --full-refresh %s%s"
            .formatted(pipeline.name(), first.getKey().relation(), first.getValue().otherwise()));
  }
}

package io.sluice.aggregate;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.Covered;
import io.sluice.change.NumberedStream;
import io.sluice.change.State;
import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;
import io.sluice.table.Layout;
import io.sluice.table.Queries;
import io.sluice.table.Sessions;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.Tables;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One run of the aggregations: each is recomputed from the transformed table at one version, the
 * last change's, and published as a change of its own. The caller holds the pipeline's lease.
 */
public final class AggregateRun {
  private static final Logger log = LogManager.getLogger(AggregateRun.class);

  /** All waiting changes make one micro-batch: what counts is the last. */
  private static final int ALL = Integer.MAX_VALUE;

  private final RunContext context;
  private final Pipeline pipeline;
  private final ChangeLog changes;
  private final Due due;

  public AggregateRun(RunContext context) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.changes = ChangeLog.of(context);
    this.due = new Due(pipeline);
  }

  public Outcome run() {
    Optional<Change> unapplied = changes.unapplied();
    State state = changes.position().state();
    if (unapplied.isEmpty() && due.relations(state).isEmpty()) {
      context.verdict(
          "NO-OP",
          state.lastData() == 0
              ? "nothing is published yet"
              : "everything covers change " + state.lastData());
      return Outcome.NOTHING_TO_DO;
    }
    tellVerdict(unapplied, state);
    context.report().touched(touchedSince(due.covered(state), state.lastData()));

    SparkSession spark = Sessions.open(context.job());
    Tables tables = Tables.of(spark, context);
    changes.rollForward(tables);
    if (isDue()) {
      new NumberedStream(
              spark, context.storage(), changes.records(), context.data().checkpoint("aggregate"))
          .drain(ALL, number -> publishDue(tables), this::isDue);
    }
    return Outcome.SUCCEEDED;
  }

  private void tellVerdict(Optional<Change> unapplied, State state) {
    List<Aggregation> relations = due.relations(state);
    String names =
        relations.stream()
            .map(Aggregation::relation)
            .collect(java.util.stream.Collectors.joining(", "));
    if (unapplied.isPresent()) {
      context.verdict(
          "RESUME",
          "change %d (recorded by run %s, not fully applied)%s"
              .formatted(
                  unapplied.get().number(),
                  unapplied.get().runId(),
                  names.isEmpty() ? "" : ", then " + names));
    } else if (due.onlyBySql(state)) {
      context.verdict("FULL-REFRESH", names + " (its SQL changed)");
    } else {
      context.verdict("RUN", "%s up to change %d".formatted(names, state.lastData()));
    }
  }

  /** The event dates that changes of data touched after {@code covered}. */
  private SortedSet<LocalDate> touchedSince(long covered, long lastData) {
    SortedSet<LocalDate> touched = new TreeSet<>();
    for (long number = covered + 1; number <= lastData; number++) {
      touched.addAll(changes.read(number).touchedDates());
    }
    return touched;
  }

  private boolean isDue() {
    return !due.relations(changes.position().state()).isEmpty();
  }

  private void publishDue(Tables tables) {
    for (Aggregation aggregation : pipeline.aggregations()) {
      ChangeLog.Position position = changes.position();
      if (due.relations(position.state()).contains(aggregation)) {
        context.stop().check();
        publish(aggregation, position, tables);
      }
    }
  }

  private void publish(Aggregation aggregation, ChangeLog.Position position, Tables tables) {
    long start = System.nanoTime();
    State state = position.state();
    long version = state.version(pipeline.table()).orElseThrow();
    for (String relation : aggregation.reads()) {
      long readVersion = state.version(relation).orElseThrow();
      tables.table(relation).read(readVersion).createOrReplaceTempView(relation);
    }
    // One file: an aggregation is small, and a reader should not have to open many.
    Dataset<Row> rows = Queries.of(tables.spark(), aggregation.sql()).coalesce(1);
    Table table = tables.table(aggregation.relation());
    TableChange prepared = table.stageReplacement(rows, new Layout(rows.schema(), List.of()));
    Covered covered = new Covered(state.lastData(), version, due.hash(aggregation));
    Change change = Change.ofAggregation(position, context.runId(), prepared, covered);
    changes.record(change);
    changes.apply(change, tables);
    context
        .report()
        .table(aggregation.relation(), prepared.version(), prepared.rows(), prepared.bytes());
    context.report().rowsOut(prepared.rows());
    log.info(
        "{}: {} rows from version {} of {}, {} s",
        aggregation.relation(),
        prepared.rows(),
        version,
        pipeline.table(),
        "%.1f".formatted((System.nanoTime() - start) / 1e9));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import io.sluice.change.Attribution;
import io.sluice.change.Change;
import io.sluice.change.ChangeBody;
import io.sluice.change.ChangeLog;
import io.sluice.change.Decision;
import io.sluice.change.LogState;
import io.sluice.change.TableSummary;
import io.sluice.change.Verdict;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.RestatementsTable;
import io.sluice.relation.SummaryCounter;
import io.sluice.run.RunContext;
import io.sluice.spark.Sessions;
import io.sluice.table.Table;
import io.sluice.table.Tables;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Published tables of a pipeline: to look at, and to add decisions to. */
public final class PublishedTables {
  private final RunContext context;
  private final ChangeLog changes;
  private final Tables tables;
  private final ChangeLog.Position position;
  private final Optional<Change> resumed;

  private PublishedTables(
      RunContext context, ChangeLog changes, Tables tables, Optional<Change> resumed) {
    this.context = context;
    this.changes = changes;
    this.tables = tables;
    this.resumed = resumed;
    this.position = changes.position();
  }

  /** For one who only looks. */
  public static PublishedTables toLookAt(RunContext context) {
    ChangeLog changes = ChangeLog.of(context);
    changes
        .unapplied()
        .ifPresent(
            change -> {
              throw new Problem(
                  Outcome.FAILED,
                  "Cannot look at %s: change %d is recorded but not fully applied; run transform first"
                      .formatted(context.pipeline().name(), change.number()),
                  "./sluice transform --pipeline " + context.pipeline().name());
            });
    return new PublishedTables(context, changes, tables(context), Optional.empty());
  }

  /** For one who decides, and holds the pipeline's lease. */
  public static PublishedTables toDecideAbout(RunContext context) {
    ChangeLog changes = ChangeLog.of(context);
    Optional<Change> unapplied = changes.unapplied();
    Tables tables = tables(context);
    changes.rollForward(tables);
    return new PublishedTables(context, changes, tables, unapplied);
  }

  /**
   * Ends a run that finds nothing to decide: what others had recorded is published all the same.
   */
  public Outcome nothing(String why) {
    Verdict verdict = Verdict.nothing(resumed, why);
    verdict.tell(context);
    return verdict.outcome();
  }

  public LogState state() {
    return position.state();
  }

  public SparkSession spark() {
    return tables.spark();
  }

  /** Says whether no batch was ever published. */
  public boolean isEmpty() {
    return state().version(Relations.FILES).isEmpty();
  }

  /** A relation's rows by its name; empty where it isn't published yet. */
  public Optional<Dataset<Row>> find(String relation) {
    return switch (relation) {
      case Relations.DECISIONS -> Optional.of(decisions());
      case Relations.RESTATEMENTS -> Optional.of(RestatementsTable.read(tables, state()));
      default -> state().version(relation).map(version -> tables.table(relation).read(version));
    };
  }

  public Dataset<Row> files() {
    return state().rows(tables, Relations.FILES);
  }

  public Dataset<Row> quarantine() {
    return state().rows(tables, Relations.QUARANTINE);
  }

  public Dataset<Row> decisions() {
    return DecisionsTable.read(tables, state());
  }

  /**
   * Publishes decisions as a change of its own.
   *
   * @param rows of the relation decisions, for a change's number
   * @param decisions those of them that are about deliveries
   */
  public void decide(
      LongFunction<Dataset<Row>> rows, List<Decision> decisions, Attribution grounds) {
    Dataset<Row> added = rows.apply(position.number() + 1);
    ChangeBody body = new ChangeBody.Decisions(grounds.reason());
    Table table = tables.table(Relations.DECISIONS);
    new Publisher(changes, tables, context.runId(), new PublishReport(context))
        .publish(
            state ->
                ChangeDraft.of(body, List.of(table.stageAppend(added, DecisionsTable.LAYOUT)))
                    .leaving(before -> counted(before.withDecisions(decisions), added)));
  }

  private LogState counted(LogState state, Dataset<Row> added) {
    if (isEmpty()) {
      return state;
    }
    TableSummary counted = SummaryCounter.of(files(), quarantine(), decisions().unionByName(added));
    return state.withStanding(
        Optional.of(state.standing().map(was -> was.after(counted)).orElse(counted)));
  }

  private static Tables tables(RunContext context) {
    Tables tables = Tables.of(Sessions.open(context), context);
    context.doing("read what is published");
    return tables;
  }
}

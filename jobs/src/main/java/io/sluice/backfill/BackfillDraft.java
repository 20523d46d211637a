// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static org.apache.spark.sql.functions.col;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.DateRange;
import io.sluice.change.LogState;
import io.sluice.change.ReplacedRange;
import io.sluice.change.TableSummary;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.FilesTable;
import io.sluice.relation.QuarantineTable;
import io.sluice.relation.SummaryCounter;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Puts dates that were computed afresh on top of what is published now: a change to be recorded.
 */
final class BackfillDraft {
  private static final long BYTES_OF_FILE = 128L << 20;

  private final Pipeline pipeline;
  private final Tables tables;
  private final TableLayout layout;

  /**
   * @param layout of the transformed table
   */
  BackfillDraft(Pipeline pipeline, Tables tables, TableLayout layout) {
    this.pipeline = pipeline;
    this.tables = tables;
    this.layout = layout;
  }

  /**
   * @param plan what it was waiting as, if it was
   * @param reason in the words of who wants it
   */
  Change of(
      PreparedBackfill restatement,
      ChangeLog.Position position,
      String runId,
      Optional<String> plan,
      String reason) {
    List<TableChange> changes = new ArrayList<>();
    changes.add(dates(restatement));
    quarantine(restatement).ifPresent(changes::add);
    changes.add(ledger(restatement));
    Change change = of(restatement, position, runId, plan, changes, reason);
    TableSummary counted = counted(restatement, position.state());
    return change.leaving(
        position.state().standing().map(was -> was.after(change, counted)).orElse(counted));
  }

  /** What the tables hold after it. */
  private TableSummary counted(PreparedBackfill restatement, LogState state) {
    Dataset<Row> ledger = FilesTable.rows(tables.spark(), restatement.files());
    return SummaryCounter.of(
        without(Relations.FILES, ledger.select("batch_id", "path"), state).unionByName(ledger),
        without(Relations.QUARANTINE, restatement.gone(), state)
            .unionByName(restatement.quarantined()),
        DecisionsTable.read(tables, state));
  }

  private Dataset<Row> without(String relation, Dataset<Row> keys, LogState state) {
    Dataset<Row> rows = tables.table(relation).read(state.version(relation).orElseThrow());
    return rows.join(keys, keys.columns(), "left_anti").select(columns(rows.columns()));
  }

  /** The same without quarantine and ledger, for a plan. */
  Change ofDates(
      PreparedBackfill restatement, ChangeLog.Position position, String runId, String plan) {
    return of(restatement, position, runId, Optional.of(plan), List.of(dates(restatement)), "");
  }

  private Change of(
      PreparedBackfill restatement,
      ChangeLog.Position position,
      String runId,
      Optional<String> plan,
      List<TableChange> changes,
      String reason) {
    return Change.ofBackfill(
        position,
        new ReplacedRange(restatement.range(), plan),
        runId,
        pipeline.sqlHash(),
        changes,
        restatement.counts(),
        restatement.reasons(),
        restatement.touched(),
        reason);
  }

  private TableChange dates(PreparedBackfill restatement) {
    DateRange range = restatement.range();
    Table table = tables.table(pipeline.table());
    StagedFiles replaced =
        table.files().with(pipeline.eventDate(), date -> range.contains(LocalDate.parse(date)));
    return table.replace(replaced, restatement.rows(), layout);
  }

  private Optional<TableChange> quarantine(PreparedBackfill restatement) {
    Table table = tables.table(Relations.QUARANTINE);
    long gone = restatement.gone().count();
    long more = restatement.quarantined().count();
    if (gone == 0 && more == 0) {
      return Optional.empty();
    }
    return Optional.of(
        replace(
            table, QuarantineTable.LAYOUT, restatement.gone(), restatement.quarantined(), more));
  }

  private TableChange ledger(PreparedBackfill restatement) {
    Dataset<Row> rows = FilesTable.rows(tables.spark(), restatement.files());
    return replace(
        tables.table(Relations.FILES),
        FilesTable.LAYOUT,
        rows.select("batch_id", "path"),
        rows,
        restatement.files().size());
  }

  /** Rows in place of those with some keys, and of no others. */
  private TableChange replace(
      Table table, TableLayout kept, Dataset<Row> keys, Dataset<Row> rows, long number) {
    StagedFiles affected = table.holding(keys);
    Dataset<Row> before = table.rows(affected, kept);
    Dataset<Row> others = before.join(keys, keys.columns(), "left_anti");
    long expected = others.count() + number;
    int files = (int) Math.max(1, affected.bytes() / BYTES_OF_FILE);
    TableChange change =
        table.stageInPlaceOf(
            affected, others.select(columns(kept)).unionByName(rows).coalesce(files), kept);
    if (change.rows() != expected) {
      table.discard(change);
      throw Problem.failed(
          "Cannot publish the backfill: %d rows of %s were to be written, and %d were; rerun it"
              .formatted(expected, change.relation(), change.rows()));
    }
    return change;
  }

  private static Column[] columns(TableLayout layout) {
    return columns(layout.schema().fieldNames());
  }

  private static Column[] columns(String... names) {
    return Arrays.stream(names).map(name -> col("`" + name + "`")).toArray(Column[]::new);
  }
}

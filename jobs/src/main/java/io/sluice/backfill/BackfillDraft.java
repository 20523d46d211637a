// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.relation.FilesTable.BATCH_ID;
import static io.sluice.relation.FilesTable.PATH;
import static io.sluice.spark.NamedColumns.named;

import io.sluice.change.ChangeBody;
import io.sluice.change.DateRange;
import io.sluice.change.DateRanges;
import io.sluice.change.LogState;
import io.sluice.change.ReplacedRange;
import io.sluice.change.TableSummary;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.publish.ChangeDraft;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.FilesTable;
import io.sluice.relation.QuarantineTable;
import io.sluice.relation.SummaryCounter;
import io.sluice.run.RunContext;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Draft that puts dates which were computed afresh on top of what is published now. */
record BackfillDraft(RunContext context, Tables tables, TableLayout layout) {
  private static final long BYTES_OF_FILE = 128L << 20;

  /**
   * @param plan what it was waiting as, if it was
   * @param reason in the words of who wants it
   */
  ChangeDraft of(PreparedBackfill restatement, Optional<String> plan, String reason) {
    ChangeBody.Backfill body =
        new ChangeBody.Backfill(
            new ReplacedRange(restatement.range(), plan),
            context.pipeline().sqlHash(),
            restatement.records(),
            reason);
    return ChangeDraft.of(body, List.of(dates(restatement)))
        .audited(restatement.audit())
        .completed(number -> quarantineAndLedger(restatement))
        .leaving(
            before -> {
              TableSummary standing = standing(before, body, restatement);
              return columns(before, restatement, standing.allDates())
                  .withStanding(Optional.of(standing))
                  .withBuilt(context.pipeline().sqlHash(), context.pipeline().built());
            });
  }

  /** The dates have all columns now, and others lack those that are new. */
  private LogState columns(LogState before, PreparedBackfill restatement, DateRanges dates) {
    DateRange range = restatement.range();
    if (range.isAll()) {
      return before.withKey(context.pipeline().key()).withAllColumns(range);
    }
    Table table = tables.table(context.pipeline().table());
    List<String> added =
        restatement.rows().count() == 0 ? List.of() : table.columns().lacking(layout);
    return before.withNewColumns(added, dates).withAllColumns(range);
  }

  private TableSummary standing(
      LogState before, ChangeBody.Backfill body, PreparedBackfill restatement) {
    TableSummary counted = counted(restatement, before);
    return before.standing().map(was -> was.after(body, counted)).orElse(counted);
  }

  /** Contents of the tables after it, counted anew. */
  private TableSummary counted(PreparedBackfill restatement, LogState state) {
    Dataset<Row> ledger = FilesTable.rows(tables.spark(), restatement.files());
    return SummaryCounter.of(
        without(Relations.FILES, ledger.select(BATCH_ID, PATH), state).unionByName(ledger),
        without(Relations.QUARANTINE, restatement.gone(), state)
            .unionByName(restatement.quarantined()),
        DecisionsTable.read(tables, state));
  }

  private Dataset<Row> without(String relation, Dataset<Row> keys, LogState state) {
    Dataset<Row> rows = state.rows(tables, relation);
    return rows.join(keys, keys.columns(), "left_anti").select(columns(rows.columns()));
  }

  private TableChange dates(PreparedBackfill restatement) {
    Table table = tables.table(context.pipeline().table());
    return restatement.range().isAll()
        ? table.replaceAll(restatement.rows(), layout)
        : table.replace(
            former(table, context.pipeline(), restatement.range()), restatement.rows(), layout);
  }

  /** Files of the dates as they are published. */
  static StagedFiles former(Table table, Pipeline pipeline, DateRange range) {
    if (range.isAll()) {
      return table.files();
    }
    return table.files().with(pipeline.eventDate(), date -> range.contains(LocalDate.parse(date)));
  }

  private List<TableChange> quarantineAndLedger(PreparedBackfill restatement) {
    context.stop().check();
    List<TableChange> changes = new ArrayList<>();
    long gone = restatement.gone().count();
    long more = restatement.quarantined().count();
    if (gone > 0 || more > 0) {
      changes.add(
          replace(
              tables.table(Relations.QUARANTINE),
              QuarantineTable.LAYOUT,
              restatement.gone(),
              restatement.quarantined(),
              more));
    }
    Dataset<Row> ledger = FilesTable.rows(tables.spark(), restatement.files());
    changes.add(
        replace(
            tables.table(Relations.FILES),
            FilesTable.LAYOUT,
            ledger.select(BATCH_ID, PATH),
            ledger,
            restatement.files().size()));
    return changes;
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
            affected,
            others.select(columns(kept.schema().fieldNames())).unionByName(rows).coalesce(files),
            kept);
    if (change.rows() != expected) {
      table.discard(change);
      throw Problem.failed(
          "Cannot publish the backfill: %d rows of %s were to be written, and %d were; rerun it"
              .formatted(expected, change.relation(), change.rows()));
    }
    return change;
  }

  private static Column[] columns(String... names) {
    return named(List.of(names));
  }
}

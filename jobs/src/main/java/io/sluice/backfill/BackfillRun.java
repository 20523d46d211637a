// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.Change;
import io.sluice.change.DateRange;
import io.sluice.change.ReplacedRange;
import io.sluice.problem.Outcome;
import io.sluice.relation.LedgerEntry;
import io.sluice.run.RunContext;
import io.sluice.spark.CachedRows;
import io.sluice.table.Tables;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One run of a backfill: computes dates afresh and publishes them. The caller holds the pipeline's
 * lease.
 */
public final class BackfillRun {
  private final BackfillSteps steps;

  public BackfillRun(RunContext context) {
    this.steps = new BackfillSteps(context);
  }

  /**
   * Puts what today's SQL makes of the files that hold some dates in place of these dates; of all
   * dates, also the columns, the key and the event date that it gives.
   */
  public Outcome replace(DateRange range, String reason) {
    steps.requireKnown(range);
    Optional<Change> unapplied = steps.changes().unapplied();
    Optional<Change> mine = steps.earlier(new ReplacedRange(range, Optional.empty()));
    if (mine.isPresent()) {
      return steps.repeated(
          mine.get(),
          unapplied,
          "change %d of this run has replaced %s".formatted(mine.get().number(), range));
    }
    return steps.onFiles(
        range, unapplied, "REPLACE", "", (tables, files) -> replace(range, files, tables, reason));
  }

  /**
   * The same for several ranges, each a change of its own, once the verdict is given.
   *
   * @param ranges none of which has a date of another
   */
  public void replaceAll(List<DateRange> ranges, String reason) {
    Tables tables = steps.tables();
    for (DateRange range : ranges) {
      replace(range, steps.candidates(tables, range), tables, reason);
    }
  }

  private void replace(DateRange range, List<LedgerEntry> files, Tables tables, String reason) {
    try (CachedRows held = new CachedRows()) {
      BackfillRecipe recipe = steps.recipe(tables, range, held);
      RawFiles raw = steps.raw(files, tables);
      BackfillDraft draft = new BackfillDraft(steps.built(), tables, recipe.layout());
      steps.publish(tables, () -> draft.of(recipe.prepare(raw), Optional.empty(), reason));
    }
  }

  /** Quarantined records that would be published if their dates were computed afresh. */
  public ReplayableRecords replayable(Dataset<Row> quarantined) {
    steps.requireIdentity(/* whole */ false);
    Tables tables = steps.tables();
    List<LedgerEntry> files = CandidateFiles.holding(steps.ledger(tables), quarantined);
    return ReplayableRecords.of(
        steps.built(),
        tables,
        steps.raw(files, tables),
        steps.references().lookups(tables.spark()),
        quarantined);
  }
}

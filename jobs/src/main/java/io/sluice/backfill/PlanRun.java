// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.DateRange;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Outcome;
import io.sluice.publish.ChangeDraft;
import io.sluice.relation.LedgerEntry;
import io.sluice.run.RecordCounts;
import io.sluice.run.RunContext;
import io.sluice.run.RunId;
import io.sluice.spark.CachedRows;
import io.sluice.table.Tables;
import io.sluice.text.Counted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * One run about a plan: computes dates afresh and keeps them until they are approved, or publishes
 * what was kept. The caller holds the pipeline's lease.
 */
public final class PlanRun {
  private final RunContext context;
  private final Pipeline pipeline;
  private final BackfillSteps steps;
  private final ChangeLog changes;

  public PlanRun(RunContext context) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.steps = new BackfillSteps(context);
    this.changes = steps.changes();
  }

  /** Prepares what {@link BackfillRun#replace} would publish, keeps and shows it. */
  public Outcome plan(DateRange range) {
    steps.requireKnown(range);
    Optional<Change> unapplied = changes.unapplied();
    return steps.onFiles(
        range, unapplied, "RUN", "plan to replace ", (tables, files) -> plan(range, files, tables));
  }

  private void plan(DateRange range, List<LedgerEntry> files, Tables tables) {
    Instant now = context.surroundings().clock().instant();
    String id = "plan" + RunId.madeUp(now).replaceFirst("^[a-z]+", "");
    ChangeLog.Position position = changes.position();
    try (CachedRows held = new CachedRows()) {
      BackfillRecipe recipe = steps.recipe(tables, range, held);
      RawFiles raw = steps.raw(files, tables);
      PreparedBackfill restatement = changes.unlessOvertaken(() -> recipe.prepare(raw));
      ChangeDraft draft =
          steps
              .publisher(tables)
              .audited(
                  () ->
                      new BackfillDraft(steps.built(), tables, recipe.layout())
                          .of(restatement, Optional.of(id), "" /* no reason yet */));
      Change change =
          draft
              .leaving(state -> state.withStanding(Optional.empty()))
              .incomplete(position, context.runId());
      PlanFigures figures =
          PlanFigures.of(
              recipe.former(),
              recipe.formerEventDate(),
              tables.table(pipeline.table()).stagedRows(change.tables().get(0), recipe.layout()),
              pipeline.eventDate(),
              files,
              restatement);
      Plan plan = new Plan(id, now, position.number(), change, new LinkedHashMap<>());
      List<String> columns = recipe.columnChanges();
      plan.describe(figures, columns, raw, restatement);
      new PlanFolder(context).write(plan, restatement, files, tables);
      RecordCounts counts = change.counts();
      context.show(columns.stream().map("columns: "::concat).toList());
      context.show(figures.table().lines());
      context.report().plan(plan.fields());
      context
          .report()
          .message(
              "plan %s would replace %s: %s read from %s with %s, %d written (%s), %d duplicate, %d quarantined; it can be applied until %s"
                  .formatted(
                      id,
                      plan.range(),
                      Counted.of(counts.read(), "record"),
                      Counted.of(raw.paths().size(), "file"),
                      Counted.bytes(raw.bytes()),
                      counts.written(),
                      Counted.bytes(restatement.rows().bytes()),
                      counts.duplicate(),
                      counts.quarantined(),
                      plan.expiresAt()));
      context
          .report()
          .nextStep(
              "./sluice backfill --pipeline %s --apply %s --reason '…'"
                  .formatted(pipeline.name(), id));
    }
  }

  /** Publishes exactly what a plan has prepared. */
  public Outcome apply(String id, String reason) {
    Optional<Change> unapplied = changes.unapplied();
    PlanFolder plans = new PlanFolder(context);
    Plan plan = plans.read(id);
    PlanCheck check = new PlanCheck(plan, pipeline, changes);
    Optional<Change> applied = check.applied();
    if (applied.isPresent()) {
      plans.applied(plan, applied.get());
      context.report().plan(plan.fields());
      return steps.repeated(
          applied.get(),
          unapplied,
          "plan %s was applied as change %d".formatted(id, applied.get().number()));
    }
    check = new PlanCheck(plan, steps.built().pipeline(), changes);
    check.requireValid(context.surroundings().clock().instant());
    plans.requireWhole(plan);
    Tables tables = steps.tables();
    check.requireValid(plans.read(plan, tables), tables);
    PreparedBackfill restatement = plans.restatement(plan, tables);
    if (!tables.table(pipeline.table()).isWhole(restatement.rows())) {
      throw check.refused("files that it had prepared are gone");
    }
    context.verdict(
        "REPLACE", plan.range() + " as plan " + id + " says" + BackfillSteps.after(unapplied));
    context.report().plan(plan.fields());
    try (CachedRows held = new CachedRows()) {
      BackfillDraft draft =
          new BackfillDraft(
              steps.built(), tables, steps.recipe(tables, plan.range(), held).layout());
      Change change = steps.publish(tables, () -> draft.of(restatement, Optional.of(id), reason));
      plans.applied(plan, change);
    }
    return Outcome.SUCCEEDED;
  }
}

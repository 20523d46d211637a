// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.Change;
import io.sluice.change.ChangeKind;
import io.sluice.change.ChangeLog;
import io.sluice.change.DateRange;
import io.sluice.change.DecisionKind;
import io.sluice.change.LogState;
import io.sluice.change.ReplacedRange;
import io.sluice.change.Verdict;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.PublishReport;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.FileKey;
import io.sluice.relation.LedgerEntry;
import io.sluice.run.RunContext;
import io.sluice.run.RunId;
import io.sluice.spark.CachedRows;
import io.sluice.spark.Sessions;
import io.sluice.table.Table;
import io.sluice.table.Tables;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One run of a backfill: computes dates afresh and publishes them, or keeps them as a plan that
 * waits for a yes. The caller holds the pipeline's lease.
 */
public final class BackfillRun {
  private static final Logger log = LogManager.getLogger(BackfillRun.class);

  /** A run is retried soon, under the same run id. */
  private static final Duration RETRIED_WITHIN = Duration.ofDays(3);

  private static final String PLAN = "plan";

  private final RunContext context;
  private final Pipeline pipeline;
  private final ChangeLog changes;
  private final PublishReport written;

  public BackfillRun(RunContext context) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.changes = ChangeLog.of(context);
    this.written = new PublishReport(context.report(), pipeline.table());
  }

  /** Puts what today's SQL makes of the files that hold some dates in place of these dates. */
  public Outcome replace(DateRange range, String reason) {
    requireKnown(range);
    Optional<Change> unapplied = changes.unapplied();
    Optional<Change> mine = earlier(of -> of.equals(new ReplacedRange(range, Optional.empty())));
    if (mine.isPresent()) {
      return repeated(
          mine.get(),
          unapplied,
          "change %d of this run has replaced %s".formatted(mine.get().number(), range));
    }
    if (isNothingPublished()) {
      return nothingPublished();
    }
    Tables tables = tables();
    List<LedgerEntry> files = candidates(tables, range);
    if (files.isEmpty()) {
      return noFiles(range, unapplied);
    }
    context.verdict("REPLACE", range + " " + from(files) + after(unapplied));
    replace(range, files, tables, reason);
    return Outcome.SUCCEEDED;
  }

  /**
   * The same for several ranges, each a change of its own, once the verdict is given.
   *
   * @param ranges none of which has a date of another
   */
  public void replaceAll(List<DateRange> ranges, String reason) {
    Tables tables = tables();
    for (DateRange range : ranges) {
      replace(range, candidates(tables, range), tables, reason);
    }
  }

  private void replace(DateRange range, List<LedgerEntry> files, Tables tables, String reason) {
    try (CachedRows held = new CachedRows()) {
      BackfillRecipe recipe = recipe(tables, range, held);
      PreparedBackfill restatement = prepare(raw(files, tables), recipe, tables);
      publish(restatement, recipe, tables, Optional.empty(), reason);
    }
  }

  /** Prepares what {@link #replace} would publish, keeps it, and shows what it would change. */
  public Outcome plan(DateRange range) {
    requireKnown(range);
    Optional<Change> unapplied = changes.unapplied();
    if (isNothingPublished()) {
      return nothingPublished();
    }
    Tables tables = tables();
    List<LedgerEntry> files = candidates(tables, range);
    if (files.isEmpty()) {
      return noFiles(range, unapplied);
    }
    context.verdict("RUN", "plan to replace " + range + " " + from(files) + after(unapplied));
    Instant now = context.surroundings().clock().instant();
    String id = PLAN + RunId.madeUp(now).replaceFirst("^[a-z]+", "");
    ChangeLog.Position position = changes.position();
    try (CachedRows held = new CachedRows()) {
      BackfillRecipe recipe = recipe(tables, range, held);
      RawFiles raw = raw(files, tables);
      PreparedBackfill restatement = prepare(raw, recipe, tables);
      Change change =
          new BackfillDraft(pipeline, tables, recipe.layout())
              .ofDates(restatement, position, context.runId(), id);
      PlanFigures figures =
          PlanFigures.of(
              recipe.former(),
              tables.table(pipeline.table()).stagedRows(change.tables().get(0), recipe.layout()),
              pipeline.eventDate(),
              files,
              restatement);
      Plan plan = new Plan(id, now, position.number(), change, new LinkedHashMap<>());
      plan.describe(figures, raw, restatement);
      new PlanFolder(context).write(plan, restatement, files, tables);
      context.show(figures.table().lines());
      context.report().plan(plan.fields());
      context
          .report()
          .message(
              "plan %s reads %s with %s and would write %s; it can be applied until %s"
                  .formatted(
                      id,
                      Counted.of(raw.paths().size(), "file"),
                      Counted.bytes(raw.bytes()),
                      Counted.bytes(restatement.rows().bytes()),
                      plan.expiresAt()));
      context
          .report()
          .nextStep(
              "./sluice backfill --pipeline %s --apply %s --reason '…'"
                  .formatted(pipeline.name(), id));
    }
    return Outcome.SUCCEEDED;
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
      return repeated(
          applied.get(),
          unapplied,
          "plan %s was applied as change %d".formatted(id, applied.get().number()));
    }
    check.requireValid(context.surroundings().clock().instant());
    plans.requireWhole(plan);
    Tables tables = tables();
    changes.rollForward(tables);
    check.requireValid(plans.read(plan, tables), tables);
    PreparedBackfill restatement = plans.restatement(plan, tables);
    if (!tables.table(pipeline.table()).isWhole(restatement.rows())) {
      throw check.refused("files that it had prepared are gone");
    }
    context.verdict("REPLACE", plan.range() + " as plan " + id + " says" + after(unapplied));
    context.report().plan(plan.fields());
    try (CachedRows held = new CachedRows()) {
      publish(restatement, recipe(tables, plan.range(), held), tables, Optional.of(id), reason);
    }
    plans.applied(plan, changes.head().orElseThrow());
    return Outcome.SUCCEEDED;
  }

  /** What would be published of quarantined records if their dates were computed afresh. */
  public ReplayableRecords replayable(Dataset<Row> quarantined) {
    Tables tables = tables();
    List<LedgerEntry> files = CandidateFiles.holding(read(tables, Relations.FILES), quarantined);
    RawFiles raw = raw(files, tables);
    return ReplayableRecords.of(context, tables, raw, quarantined);
  }

  private void publish(
      PreparedBackfill restatement,
      BackfillRecipe recipe,
      Tables tables,
      Optional<String> plan,
      String reason) {
    long start = System.nanoTime();
    context.stop().check();
    Change change =
        new BackfillDraft(pipeline, tables, recipe.layout())
            .of(restatement, changes.position(), context.runId(), plan, reason);
    changes.record(change);
    changes.apply(change, tables);
    published(change);
    log.info(
        "{} published as change {}: {} records, {} written, {} quarantined, {} s",
        restatement.range(),
        change.number(),
        change.counts().read(),
        change.counts().written(),
        change.counts().quarantined(),
        "%.1f".formatted((System.nanoTime() - start) / 1e9));
  }

  /** Looks at the raw files twice: what is recorded was made of what the ledger names. */
  private PreparedBackfill prepare(RawFiles raw, BackfillRecipe recipe, Tables tables) {
    context.report().files(raw.paths().size(), 0, 0);
    if (!raw.without().isEmpty()) {
      warn(raw.without());
    }
    PreparedBackfill restatement = changes.unlessOvertaken(() -> recipe.prepare(raw));
    try {
      List<LedgerEntry> files = List.copyOf(raw.paths().values());
      RawFiles.of(files, Landing.of(context), Set.of(), pipeline.name());
    } catch (Problem changed) {
      tables.table(pipeline.table()).discard(restatement.rows());
      throw changed;
    }
    return restatement;
  }

  private RawFiles raw(List<LedgerEntry> files, Tables tables) {
    return changes.unlessOvertaken(
        () -> RawFiles.of(files, Landing.of(context), acceptedMissing(tables), pipeline.name()));
  }

  private void warn(List<LedgerEntry> without) {
    String message =
        "%s gone, and what the dates had of %s is left out, as was accepted: %s"
            .formatted(
                without.size() == 1 ? "1 raw file is" : without.size() + " raw files are",
                without.size() == 1 ? "it" : "them",
                Escaped.plain(without.get(0).path()));
    log.warn(message);
    context.report().message(message);
  }

  /** What was recorded is finished, and not done again. */
  private Outcome repeated(Change mine, Optional<Change> unapplied, String done) {
    if (unapplied.isEmpty()) {
      context.verdict("NO-OP", done);
      return Outcome.NOTHING_TO_DO;
    }
    context.verdict("RESUME", Verdict.unapplied(unapplied.get()));
    changes.rollForward(tables());
    if (unapplied.get().equals(mine)) {
      published(mine);
    }
    return Outcome.SUCCEEDED;
  }

  private void published(Change change) {
    written.add(change, 0 /* no batch's files */);
    context.report().nextStep("./sluice aggregate --pipeline " + pipeline.name());
  }

  private Optional<Change> earlier(Predicate<ReplacedRange> wanted) {
    Instant since = Instant.now().minus(RETRIED_WITHIN);
    Optional<Change> change = changes.head();
    while (change.isPresent() && change.get().recordedAt().isAfter(since)) {
      if (change.get().kind() == ChangeKind.BACKFILL
          && change.get().runId().equals(context.runId())
          && wanted.test(change.get().replaced().orElseThrow())) {
        return change;
      }
      change =
          change
              .map(Change::number)
              .filter(number -> number > 1)
              .map(number -> changes.read(number - 1));
    }
    return Optional.empty();
  }

  private void requireKnown(DateRange range) {
    BackfillLimit.require(
        range, changes.position().state(), context.surroundings().clock().instant());
  }

  private boolean isNothingPublished() {
    return changes.position().state().version(Relations.FILES).isEmpty();
  }

  private Outcome nothingPublished() {
    context.verdict("NO-OP", "nothing is published yet");
    return Outcome.NOTHING_TO_DO;
  }

  private Outcome noFiles(DateRange range, Optional<Change> unapplied) {
    Verdict verdict = Verdict.nothing(unapplied, "no file has records of " + range);
    verdict.tell(context);
    return verdict.outcome();
  }

  /** The tables, with everything that is recorded in them. */
  private Tables tables() {
    return Tables.of(Sessions.open(context.job()), context);
  }

  private List<LedgerEntry> candidates(Tables tables, DateRange range) {
    changes.rollForward(tables);
    return CandidateFiles.of(read(tables, Relations.FILES), pipeline, range);
  }

  private Dataset<Row> read(Tables tables, String relation) {
    Table table = tables.table(relation);
    return table.read(changes.position().state().version(relation).orElseThrow());
  }

  private Set<FileKey> acceptedMissing(Tables tables) {
    LogState state = changes.position().state();
    Set<FileKey> missing = new HashSet<>();
    DecisionsTable.latest(DecisionsTable.read(tables, state))
        .where("decision = '%s'".formatted(DecisionKind.ACCEPT_MISSING.label()))
        .select("batch_id", "path")
        .collectAsList()
        .forEach(row -> missing.add(new FileKey(row.getLong(0), row.getString(1))));
    return missing;
  }

  private BackfillRecipe recipe(Tables tables, DateRange range, CachedRows held) {
    return new BackfillRecipe(context, tables, changes.position().state(), range, held);
  }

  private static String from(List<LedgerEntry> files) {
    return "from " + Counted.of(files.size(), "file");
  }

  private static String after(Optional<Change> unapplied) {
    return unapplied.map(change -> ", after " + Verdict.unapplied(change)).orElse("");
  }
}

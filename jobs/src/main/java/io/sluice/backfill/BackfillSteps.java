// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.DateRange;
import io.sluice.change.DecisionKind;
import io.sluice.change.FileKey;
import io.sluice.change.ReplacedRange;
import io.sluice.change.Verdict;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Outcome;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.PublishReport;
import io.sluice.publish.Publisher;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.LedgerEntry;
import io.sluice.run.RunContext;
import io.sluice.spark.CachedRows;
import io.sluice.spark.Sessions;
import io.sluice.table.Tables;
import io.sluice.text.Counted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Steps that replacing dates at once has in common with planning it and applying the plan. */
final class BackfillSteps {
  private static final Logger log = LogManager.getLogger(BackfillRun.class);

  /** A run is retried soon, under the same run id. */
  private static final Duration RETRIED_WITHIN = Duration.ofDays(3);

  private final RunContext context;
  private final ChangeLog changes;
  private final PublishReport report;

  BackfillSteps(RunContext context) {
    this.context = context;
    this.changes = ChangeLog.of(context);
    this.report = new PublishReport(context);
  }

  ChangeLog changes() {
    return changes;
  }

  /** The tables, with everything in them that is recorded. */
  Tables tables() {
    Tables tables = Tables.of(Sessions.open(context.job()), context);
    changes.rollForward(tables);
    return tables;
  }

  void requireKnown(DateRange range) {
    BackfillLimit.require(
        range, changes.position().state(), context.surroundings().clock().instant());
  }

  boolean isNothingPublished() {
    return changes.position().state().version(Relations.FILES).isEmpty();
  }

  Outcome nothing(Optional<Change> unapplied, String why) {
    Verdict verdict = Verdict.nothing(unapplied, why);
    verdict.tell(context);
    return verdict.outcome();
  }

  /** Finishes what was recorded, and doesn't do it again. */
  Outcome repeated(Change mine, Optional<Change> unapplied, String done) {
    if (unapplied.isEmpty()) {
      return nothing(unapplied, done);
    }
    context.verdict("RESUME", Verdict.unapplied(unapplied.get()));
    Tables tables = tables();
    if (unapplied.get().equals(mine)) {
      publisher(tables).resume(mine);
    }
    return Outcome.SUCCEEDED;
  }

  /** The backfill of this very run that an earlier try has recorded, if one has. */
  Optional<Change> earlier(Predicate<ReplacedRange> wanted) {
    Instant since = Instant.now().minus(RETRIED_WITHIN);
    for (long number = changes.position().number(); number > 0; number--) {
      Change change = changes.read(number);
      if (!change.recordedAt().isAfter(since)) {
        break;
      }
      if (change.runId().equals(context.runId()) && change.replaced().filter(wanted).isPresent()) {
        return Optional.of(change);
      }
    }
    return Optional.empty();
  }

  List<LedgerEntry> candidates(Tables tables, DateRange range) {
    return CandidateFiles.of(ledger(tables), context.pipeline(), range);
  }

  Dataset<Row> ledger(Tables tables) {
    return changes.position().state().rows(tables, Relations.FILES);
  }

  RawFiles raw(List<LedgerEntry> files, Tables tables) {
    return changes.unlessOvertaken(
        () ->
            RawFiles.of(
                files, Landing.of(context), acceptedMissing(tables), context.pipeline().name()));
  }

  private Set<FileKey> acceptedMissing(Tables tables) {
    Set<FileKey> missing = new HashSet<>();
    DecisionsTable.latest(DecisionsTable.read(tables, changes.position().state()))
        .where("decision = '%s'".formatted(DecisionKind.ACCEPT_MISSING.label()))
        .select("batch_id", "path")
        .collectAsList()
        .forEach(row -> missing.add(new FileKey(row.getLong(0), row.getString(1))));
    return missing;
  }

  BackfillRecipe recipe(Tables tables, DateRange range, CachedRows held) {
    return new BackfillRecipe(context, tables, changes.position().state(), range, held);
  }

  Publisher publisher(Tables tables) {
    return new Publisher(
        changes,
        tables,
        context.runId(),
        report,
        change ->
            context
                .report()
                .nextStep("./sluice aggregate --pipeline " + context.pipeline().name()));
  }

  Change publish(Tables tables, Supplier<ChangeDraft> preparation) {
    long start = System.nanoTime();
    Change change = publisher(tables).publish(state -> preparation.get());
    log.info(
        "{} published as change {}: {} records, {} written, {} quarantined, {} s",
        change.replaced().orElseThrow().dates(),
        change.number(),
        change.counts().read(),
        change.counts().written(),
        change.counts().quarantined(),
        "%.1f".formatted((System.nanoTime() - start) / 1e9));
    return change;
  }

  static String from(List<LedgerEntry> files) {
    return "from " + Counted.of(files.size(), "file");
  }

  static String after(Optional<Change> unapplied) {
    return unapplied.map(change -> ", after " + Verdict.unapplied(change)).orElse("");
  }
}

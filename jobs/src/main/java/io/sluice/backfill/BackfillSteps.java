// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.DateRange;
import io.sluice.change.DecisionKind;
import io.sluice.change.FileKey;
import io.sluice.change.ReplacedRange;
import io.sluice.change.TableSummary;
import io.sluice.change.Verdict;
import io.sluice.fit.RunFit;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Outcome;
import io.sluice.problem.Problem;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.PublishReport;
import io.sluice.publish.Publisher;
import io.sluice.reference.PinnedReferences;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.LedgerEntry;
import io.sluice.run.RunContext;
import io.sluice.spark.CachedRows;
import io.sluice.spark.Sessions;
import io.sluice.table.Tables;
import io.sluice.text.Counted;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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
  private final PinnedReferences references;
  private Optional<RunContext> built = Optional.empty();

  BackfillSteps(RunContext context) {
    this.context = context;
    this.changes = ChangeLog.of(context);
    this.report = new PublishReport(context);
    this.references = PinnedReferences.kept(context);
  }

  /**
   * The run's context with a pipeline that knows what its rows are made with. What was recorded
   * before is published without it.
   */
  RunContext built() {
    if (built.isEmpty()) {
      built = Optional.of(references.built());
    }
    return built.get();
  }

  PinnedReferences references() {
    return references;
  }

  ChangeLog changes() {
    return changes;
  }

  /** The tables, with everything in them that is recorded. */
  Tables tables() {
    context.doing("started Spark");
    Tables tables = Tables.of(Sessions.open(context), context);
    context.doing("looked for files with those dates");
    changes.rollForward(tables);
    return tables;
  }

  /**
   * Requires that a range ends by the last date that a backfill takes: tomorrow, which has begun
   * already where the sun rises first, or a later one that has rows. A range that goes beyond is a
   * slip of the pen.
   *
   * @throws Problem INVALID, with the last date, where a range ends after it
   */
  void requireKnown(DateRange range) {
    LocalDate tomorrow =
        LocalDate.ofInstant(context.surroundings().clock().instant(), ZoneOffset.UTC).plusDays(1);
    LocalDate last =
        changes
            .position()
            .state()
            .standing()
            .flatMap(TableSummary::lastDate)
            .filter(date -> date.isAfter(tomorrow))
            .orElse(tomorrow);
    if (!range.isAll() && range.to().isAfter(last)) {
      throw Problem.invalid(
          "Cannot backfill %s: it ends in the future, where nothing is published; the last date that can be backfilled is %s"
              .formatted(range, last));
    }
  }

  /**
   * Does work on the files that have records of a range, where there are any.
   *
   * @param word of the verdict
   * @param doing to the range, as the verdict says it
   */
  Outcome onFiles(
      DateRange range,
      Optional<Change> unapplied,
      String word,
      String doing,
      BiConsumer<Tables, List<LedgerEntry>> work) {
    if (changes.position().state().version(Relations.FILES).isEmpty()) {
      return nothing(Optional.empty(), "nothing is published yet");
    }
    requireIdentity(range.isAll());
    Tables tables = tables();
    List<LedgerEntry> files = candidates(tables, range);
    if (files.isEmpty() && !range.isAll()) {
      return nothing(unapplied, "no file has records of " + range);
    }
    String from = " from " + Counted.of(files.size(), "file");
    context.verdict(word, doing + range + from + after(unapplied));
    work.accept(tables, files);
    return Outcome.SUCCEEDED;
  }

  /**
   * Requires that what comes fits beside the rows that stay.
   *
   * @param whole whether none does
   * @throws Problem INVALID where key or event date are others
   */
  void requireIdentity(boolean whole) {
    RunFit.requireIdentity(context, whole);
  }

  private Outcome nothing(Optional<Change> unapplied, String why) {
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
  Optional<Change> earlier(ReplacedRange wanted) {
    Instant since = Instant.now().minus(RETRIED_WITHIN);
    return LongStream.iterate(
            changes.position().number(), number -> number > 0, number -> number - 1)
        .mapToObj(changes::read)
        .takeWhile(change -> change.recordedAt().isAfter(since))
        .filter(change -> change.runId().equals(context.runId()))
        .filter(change -> change.replaced().equals(Optional.of(wanted)))
        .findFirst();
  }

  List<LedgerEntry> candidates(Tables tables, DateRange range) {
    return CandidateFiles.of(ledger(tables), built().pipeline(), range);
  }

  Dataset<Row> ledger(Tables tables) {
    return changes.position().state().rows(tables, Relations.FILES);
  }

  RawFiles raw(List<LedgerEntry> files, Tables tables) {
    return changes.unlessOvertaken(() -> RawFiles.of(files, context, acceptedMissing(tables)));
  }

  private Set<FileKey> acceptedMissing(Tables tables) {
    return DecisionsTable.latest(DecisionsTable.read(tables, changes.position().state()))
        .where("decision = '%s'".formatted(DecisionKind.ACCEPT_MISSING.label()))
        .select("batch_id", "path")
        .collectAsList()
        .stream()
        .map(row -> new FileKey(row.getLong(0), row.getString(1)))
        .collect(Collectors.toSet());
  }

  BackfillRecipe recipe(Tables tables, DateRange range, CachedRows held) {
    return BackfillRecipe.of(built(), tables, changes.position().state(), range, held, references);
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

  static String after(Optional<Change> unapplied) {
    return unapplied.map(change -> ", after " + Verdict.unapplied(change)).orElse("");
  }
}

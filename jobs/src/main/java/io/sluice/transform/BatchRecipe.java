// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static io.sluice.record.EngineColumns.FILE;

import io.sluice.change.Attribution;
import io.sluice.change.ChangeBody;
import io.sluice.change.LogState;
import io.sluice.change.RecordSummary;
import io.sluice.change.TableSummary;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.Landing;
import io.sluice.intake.RawBatch;
import io.sluice.intake.RawReader;
import io.sluice.pipeline.Relations;
import io.sluice.pipeline.Rule;
import io.sluice.problem.Problem;
import io.sluice.publish.Audit;
import io.sluice.publish.BatchChecks;
import io.sluice.publish.ChangeDraft;
import io.sluice.publish.Gate;
import io.sluice.reference.PinnedReferences;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.FilesTable;
import io.sluice.relation.LedgerEntry;
import io.sluice.relation.SummaryCounter;
import io.sluice.run.RunContext;
import io.sluice.table.TableChange;
import io.sluice.table.Tables;
import io.sluice.text.Escaped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Turns a delivery note into a draft: opens its files, refines their records, and writes what will
 * be published where no reader sees it.
 */
record BatchRecipe(
    RunContext context,
    Tables tables,
    Landing landing,
    RawReader intake,
    Gate gate,
    BatchWriter writer,
    PinnedReferences references) {
  private static final Logger log = LogManager.getLogger(BatchRecipe.class);

  /**
   * Prepares the batch of a note.
   *
   * @param state where the log ends
   * @throws Problem UNSAFE where a file isn't what its note says
   */
  ChangeDraft prepare(DeliveryNote note, LogState state) {
    DecidedNote decided = DecidedNote.of(note, state.decisions());
    landing.requireUnchanged(decided.toRead());
    return unlessChanged(decided, () -> draft(decided, state));
  }

  /** Does work that fails for no other reason where a file isn't what its note says any more. */
  private <T> T unlessChanged(DecidedNote decided, Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) { // Spark throws what Java can't foresee
      try {
        landing.requireUnchanged(decided.toRead());
      } catch (Problem changed) {
        throw changed.causedBy(e);
      }
      throw e;
    }
  }

  private ChangeDraft draft(DecidedNote decided, LogState state) {
    DeliveryNote note = decided.note();
    Progress progress = Progress.of(context, note);
    Map<String, String> rejected = new TreeMap<>();
    Attempt attempt = attempt(decided, rejected, state, progress);
    Map<String, String> miscounted = miscounted(attempt);
    if (!miscounted.isEmpty()) {
      attempt.batch().discard();
      rejected.putAll(miscounted);
      attempt = attempt(decided, rejected, state, progress);
    }
    attempt
        .raw()
        .rejected()
        .forEach((file, reason) -> log.warn("rejected {}: {}", Escaped.plain(file), reason));
    BatchReconciliation accounts = attempt.accounts();
    WrittenBatch batch = attempt.batch();
    ChangeBody.Batch body =
        new ChangeBody.Batch(
            note.batch(),
            context.pipeline().sqlHash(),
            new RecordSummary(
                accounts.counts(), batch.reasons().records(), batch.written().dates()),
            accounts.filesRejected(),
            gate.reason());
    return ChangeDraft.of(body, batch.changes())
        .audited(
            () ->
                unlessChanged(
                    decided,
                    () -> {
                      progress.begin("audited %s");
                      audit(note, accounts, batch).require();
                      progress.done("audited");
                      return null;
                    }))
        .completed(
            number -> {
              progress.begin("published %s");
              return unlessChanged(decided, () -> completion(decided, accounts, number));
            })
        .leaving(before -> outcome(before, body, decided, writer.newColumns(batch)));
  }

  /** A batch that is written, and its books, which may not balance. */
  private record Attempt(RawBatch raw, WrittenBatch batch, BatchReconciliation accounts) {}

  /**
   * Writes the batch, without the files that fail when they are read: each is rejected by itself,
   * and holds up no other.
   *
   * @param rejected files to reject without opening them, by path, with the reason; more come in
   */
  private Attempt attempt(
      DecidedNote decided, Map<String, String> rejected, LogState state, Progress progress) {
    while (true) {
      try {
        return write(decided, rejected, state, progress);
      } catch (Exception e) { // Spark throws what Java can't foresee
        landing.requireUnchanged(decided.toRead());
        Map<String, String> unreadable = unreadable(e, decided.toRead());
        unreadable.keySet().removeAll(rejected.keySet());
        if (unreadable.isEmpty()) {
          throw e;
        }
        rejected.putAll(unreadable);
      }
    }
  }

  /**
   * The files that Spark can't read, with the reasons; nothing where reading them may help. Spark
   * doesn't always say which one it was, so that each is read by itself.
   */
  private Map<String, String> unreadable(Exception thrown, DeliveryNote note) {
    Map<String, String> reasons = new TreeMap<>();
    if (ReadingFailure.isOne(thrown)) {
      paths(note).forEach((path, file) -> read(path, file, reasons));
    }
    return reasons;
  }

  private void read(Path path, Delivery file, Map<String, String> reasons) {
    try {
      intake
          .open(Map.of(path, file), List.of(), Map.of())
          .rows()
          .ifPresent(rows -> rows.write().format("noop").mode("overwrite").save());
    } catch (Exception e) { // Spark throws what Java can't foresee
      intake.refusal(path, e).ifPresent(reason -> reasons.put(file.path(), reason));
    }
  }

  private Attempt write(
      DecidedNote decided, Map<String, String> rejected, LogState state, Progress progress) {
    progress.begin("opened the files of %s");
    RawBatch raw =
        intake
            .open(paths(decided.toRead()), writer.refiner().keyColumns(), rejected)
            .rejecting(decided.givenUp());
    progress.done("opened %d files with %d records", raw.counts().size(), raw.records());
    WrittenBatch batch = writer.write(decided.note().batch(), raw, state, progress);
    return new Attempt(raw, batch, BatchReconciliation.of(decided.note(), raw, batch));
  }

  /**
   * The reasons of the files of which the parser makes another number of records than their bytes
   * hold. Such a file is rejected, and doesn't hold up the others.
   */
  private Map<String, String> miscounted(Attempt attempt) {
    Map<String, String> reasons = new TreeMap<>();
    if (attempt.accounts().balance()) {
      return reasons;
    }
    Map<String, Long> parsed = new TreeMap<>();
    RawBatch raw = attempt.raw();
    raw.rows()
        .ifPresent(
            rows ->
                rows.groupBy(FILE)
                    .count()
                    .collectAsList()
                    .forEach(row -> parsed.put(row.getString(0), row.getLong(1))));
    raw.counts()
        .forEach(
            (file, count) -> {
              long found = parsed.getOrDefault(file, 0L);
              if (found != count.records()) {
                reasons.put(file, intake.unbalanced(count.records(), found));
              }
            });
    return reasons;
  }

  private Map<Path, Delivery> paths(DeliveryNote note) {
    Map<Path, Delivery> paths = new LinkedHashMap<>();
    note.files().forEach(delivery -> paths.put(landing.path(delivery), delivery));
    return paths;
  }

  private Audit audit(DeliveryNote note, BatchReconciliation accounts, WrittenBatch batch) {
    String pipeline = context.pipeline().name();
    String what = "batch " + note.batch();
    StagedRows passed = batch.passed();
    long found = batch.written().total();
    return Audit.balance(accounts.files(), BatchReconciliation::unbalanced)
        .and(
            Audit.readBack(
                passed.change().rows() == found,
                what,
                "%d rows were written, but %d can be read back; rerun it",
                passed.change().rows(),
                found))
        .and(
            () ->
                gate.require(
                    pipeline,
                    context.pipeline().ruleExpressions().stream().map(Rule::name).toList(),
                    note.batch(),
                    accounts.counts(),
                    accounts.files(),
                    batch.reasons()))
        .and(
            BatchChecks.audit(
                context.pipeline(),
                passed.rows(),
                reference -> references.rows(tables.spark(), reference),
                what,
                file ->
                    "correct the SQL where it is wrong, the check in %s or what it looks at, and rerun; or give up the files that are bad, and the rest of the batch goes through: ./sluice files list --pipeline %s --batch %d shows them, ./sluice files reject 'FILE' --pipeline %s --reason '…' gives one up"
                        .formatted(file, pipeline, note.batch(), pipeline)));
  }

  /** The ledger's rows, and one among the decisions where a person lifted the gate's limit. */
  private List<TableChange> completion(
      DecidedNote decided, BatchReconciliation accounts, long number) {
    DeliveryNote note = decided.note();
    List<LedgerEntry> ledger =
        accounts.files().stream()
            .map(entry -> LedgerEntry.of(note, context.runId(), context.pipeline(), entry))
            .toList();
    List<TableChange> changes = new ArrayList<>();
    changes.add(
        tables
            .table(Relations.FILES)
            .stageAppend(FilesTable.rows(tables.spark(), ledger), FilesTable.LAYOUT));
    landing.requireUnchanged(decided.toRead());
    if (!gate.reason().isEmpty()) {
      Attribution grounds = Attribution.of(context, gate.reason());
      changes.add(
          tables
              .table(Relations.DECISIONS)
              .stageAppend(
                  DecisionsTable.override(tables.spark(), number, note.batch(), grounds),
                  DecisionsTable.LAYOUT));
    }
    return changes;
  }

  /**
   * Tables are counted where no record has their totals.
   *
   * @param newColumns the columns that it brings to the transformed table
   */
  private LogState outcome(
      LogState before, ChangeBody.Batch batch, DecidedNote decided, List<String> newColumns) {
    TableSummary standing = before.standing().orElseGet(() -> SummaryCounter.of(tables, before));
    return before
        .withNewColumns(newColumns, standing.allDates())
        .withoutDecisions(
            decision -> decided.settles(decision, context.pipeline().source().archive()))
        .withStanding(
            Optional.of(standing.after(batch, decided.modified(), decided.givenUp().size())))
        .withKey(context.pipeline().key())
        .withBuilt(context.pipeline().sqlHash(), context.pipeline().built());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static org.apache.spark.sql.functions.lit;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.format.csv.CsvFormat;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.Landing;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.publish.BatchChecks;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.publish.Gate;
import io.sluice.publish.QuarantineReasons;
import io.sluice.record.EngineColumns;
import io.sluice.refine.Refiner;
import io.sluice.relation.FilesTable;
import io.sluice.relation.LedgerEntry;
import io.sluice.relation.QuarantineTable;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import io.sluice.text.Escaped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Turns a delivery note into a change: opens its files, refines their records, writes what will be
 * published where no reader sees it, and audits what was written. What comes out is ready to be
 * recorded.
 */
final class BatchRecipe {
  private static final Logger log = LogManager.getLogger(BatchRecipe.class);

  private final Pipeline pipeline;
  private final Tables tables;
  private final Landing landing;
  private final CsvFormat intake;
  private final Refiner refiner;
  private final TableLayout layout;
  private final Gate gate;
  private final BatchChecks checks;
  private final StagingPasses sifting;

  BatchRecipe(Pipeline pipeline, Tables tables, Landing landing, CsvFormat intake, Gate gate) {
    this.pipeline = pipeline;
    this.tables = tables;
    this.landing = landing;
    this.intake = intake;
    this.refiner = new Refiner(tables.spark(), pipeline);
    this.layout = new TableLayout(refiner.schema(), List.of(pipeline.eventDate()));
    this.gate = gate;
    this.checks = new BatchChecks(pipeline);
    this.sifting = new StagingPasses(refiner, layout, pipeline.eventDate());
  }

  /**
   * @param position where the log ends
   * @throws Problem UNSAFE where a file isn't what its note says, GATE_FAILED where the batch must
   *     not be published
   */
  Change prepare(DecidedNote decided, ChangeLog.Position position, String runId) {
    landing.requireUnchanged(decided.toRead());
    try {
      return prepareUnchanged(decided, position, runId);
    } catch (Exception e) { // Spark throws what Java can't foresee
      try {
        landing.requireUnchanged(decided.toRead());
      } catch (Problem changed) {
        throw changed.causedBy(e);
      }
      throw e;
    }
  }

  private Change prepareUnchanged(DecidedNote decided, ChangeLog.Position position, String runId) {
    DeliveryNote note = decided.note();
    Progress progress = new Progress(note.batch());
    Attempt attempt = attempt(decided, Map.of(), position, runId, progress);
    Map<String, String> miscounted = miscounted(attempt);
    if (!miscounted.isEmpty()) {
      attempt.batch().discard();
      attempt = attempt(decided, miscounted, position, runId, progress);
    }
    attempt
        .raw()
        .rejected()
        .forEach((file, reason) -> log.warn("rejected {}: {}", Escaped.plain(file), reason));
    BatchReconciliation accounts = attempt.accounts();
    WrittenBatch batch = attempt.batch();
    try {
      audit(note, accounts, batch);
    } catch (Problem refused) {
      batch.discard();
      throw refused;
    }
    progress.done("audited");

    StagedRows files =
        StagedRows.of(
            tables.table(FilesTable.RELATION),
            FilesTable.LAYOUT,
            FilesTable.rows(
                tables.spark(),
                accounts.files().stream()
                    .map(entry -> LedgerEntry.of(note, runId, pipeline, entry))
                    .toList()));
    List<TableChange> changes = new ArrayList<>(List.of(batch.passed().change(), files.change()));
    if (batch.bad().change().rows() > 0 || batch.bad().change().baseVersion() < 0) {
      changes.add(1, batch.bad().change());
    }
    landing.requireUnchanged(decided.toRead());
    return Change.ofBatch(
        position,
        note.batch(),
        runId,
        pipeline.sqlHash(),
        changes,
        accounts.counts(),
        accounts.filesRejected(),
        batch.reasons().records(),
        batch.written().dates(),
        gate.reason());
  }

  /** A batch that is written, and its books, which may not balance. */
  private record Attempt(RawBatch raw, WrittenBatch batch, BatchReconciliation accounts) {}

  /**
   * @param miscounted files to reject without opening them, by path, with the reason
   */
  private Attempt attempt(
      DecidedNote decided,
      Map<String, String> miscounted,
      ChangeLog.Position position,
      String runId,
      Progress progress) {
    RawBatch raw =
        intake
            .open(paths(decided.toRead()), refiner.keyColumns(), miscounted)
            .rejecting(decided.givenUp());
    progress.done("opened %d files with %d records", raw.counts().size(), raw.records());
    WrittenBatch batch =
        raw.rows().isPresent() && raw.records() > 0
            ? write(decided.note(), raw, position, runId, progress)
            : WrittenBatch.empty(
                StagedRows.of(tables.table(pipeline.table()), layout),
                StagedRows.of(quarantine(), QuarantineTable.LAYOUT));
    return new Attempt(raw, batch, BatchReconciliation.of(decided.note(), raw, batch));
  }

  /**
   * The reasons of the files of which the parser makes another number of records than their bytes
   * hold. Such a file is rejected, and doesn't hold up the others.
   */
  private static Map<String, String> miscounted(Attempt attempt) {
    Map<String, String> reasons = new TreeMap<>();
    if (attempt.accounts().balance()) {
      return reasons;
    }
    Map<String, Long> parsed = new TreeMap<>();
    attempt
        .raw()
        .rows()
        .ifPresent(
            rows ->
                rows.groupBy(EngineColumns.FILE)
                    .count()
                    .collectAsList()
                    .forEach(row -> parsed.put(row.getString(0), row.getLong(1))));
    attempt
        .raw()
        .counts()
        .forEach(
            (file, count) -> {
              long found = parsed.getOrDefault(file, 0L);
              if (found != count.records()) {
                reasons.put(file, CsvFormat.unbalanced(count.records(), found));
              }
            });
    return reasons;
  }

  /** Writes what passes in one pass over the input; what doesn't is looked at once more. */
  private WrittenBatch write(
      DeliveryNote note,
      RawBatch raw,
      ChangeLog.Position position,
      String runId,
      Progress progress) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Table table = tables.table(pipeline.table());
    Optional<Dataset<Row>> published = position.state().version(pipeline.table()).map(table::read);
    StagingPasses.Sifted sifted = sifting.sift(table, published, raw, now, progress);
    if (sifted.records().isEmpty()) {
      StagedRows passed = StagedRows.of(table, layout, sifted.kept());
      CountsByFileAndDate written =
          CountsByFileAndDate.of(passed.rows(), EngineColumns.SOURCE_FILE, pipeline.eventDate());
      return new WrittenBatch(
          passed,
          StagedRows.of(quarantine(), QuarantineTable.LAYOUT),
          written,
          writtenRecords(written, raw, sifted, Map.of()),
          CountsByFileAndDate.NONE,
          Map.of(),
          CountsByFileAndDate.NONE,
          QuarantineReasons.NONE);
    }
    try (SetAsideResolution look =
        new SetAsideResolution(refiner, pipeline.eventDate(), sifted.records().get(), published)) {
      StagedFiles publishedAfterAll = table.write(look.publishable(), layout);
      StagedRows passed = StagedRows.of(table, layout, sifted.kept(), publishedAfterAll);
      CountsByFileAndDate written =
          CountsByFileAndDate.of(passed.rows(), EngineColumns.SOURCE_FILE, pipeline.eventDate());
      StagedRows bad =
          StagedRows.of(
              quarantine(),
              QuarantineTable.LAYOUT,
              QuarantineTable.rows(
                  look.quarantined().withColumn(EngineColumns.BATCH, lit(note.batch())),
                  runId,
                  now));
      table.discard(sifted.aside());
      progress.done(
          "%d rows of those published, %d quarantined",
          publishedAfterAll.rows(), bad.change().rows());
      return new WrittenBatch(
          passed,
          bad,
          written,
          writtenRecords(written, raw, sifted, look.publishedRecords()),
          look.duplicates(),
          look.duplicateRecords(),
          CountsByFileAndDate.of(bad.rows(), "file", "event_date"),
          QuarantineReasons.of(bad.rows()));
    }
  }

  private Table quarantine() {
    return tables.table(QuarantineTable.RELATION);
  }

  private Map<Path, Delivery> paths(DeliveryNote note) {
    Map<Path, Delivery> paths = new LinkedHashMap<>();
    note.files().forEach(delivery -> paths.put(landing.path(delivery), delivery));
    return paths;
  }

  /** Decides, before anyone can read a row, whether the batch may be published. */
  private void audit(DeliveryNote note, BatchReconciliation accounts, WrittenBatch batch) {
    accounts.requireBalance();
    if (batch.passed().change().rows() != batch.written().total()) {
      throw Problem.failed(
          "Cannot publish batch %d: %d rows were written, but %d can be read back; rerun it"
              .formatted(note.batch(), batch.passed().change().rows(), batch.written().total()));
    }
    gate.require(
        pipeline.name(), note.batch(), accounts.counts(), accounts.files(), batch.reasons());
    checks.require(
        tables.spark(),
        batch.passed().rows(),
        "batch " + note.batch(),
        file ->
            "correct the SQL where it is wrong, the check in %s or what it looks at, and rerun; or give up the files that are bad, and the rest of the batch goes through: ./sluice files list --pipeline %s --batch %d shows them, ./sluice files reject 'FILE' --pipeline %s --reason '…' gives one up"
                .formatted(file, pipeline.name(), note.batch(), pipeline.name()));
  }

  /** Source records that gave rows, by file. */
  private Map<String, Long> writtenRecords(
      CountsByFileAndDate written,
      RawBatch raw,
      StagingPasses.Sifted sifted,
      Map<String, Long> secondLook) {
    Map<String, Long> records = new TreeMap<>();
    if (refiner.isOneToOne()) {
      raw.counts().keySet().forEach(file -> records.put(file, written.of(file)));
    } else {
      records.putAll(secondLook);
      refiner
          .kept(raw.rows().orElseThrow(), sifted.suspicion())
          .collectAsList()
          .forEach(row -> records.merge(row.getString(0), row.getLong(1), Long::sum));
    }
    return records;
  }
}

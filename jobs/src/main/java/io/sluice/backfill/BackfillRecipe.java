// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.SOURCE_FILE;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.change.LogState;
import io.sluice.change.RecordSummary;
import io.sluice.format.SourceFormats;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.publish.Audit;
import io.sluice.publish.BatchChecks;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.publish.QuarantineReasons;
import io.sluice.reference.PinnedReferences;
import io.sluice.refine.DeduplicatedRecords;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import io.sluice.relation.DecisionsTable;
import io.sluice.relation.LedgerCounts;
import io.sluice.relation.LedgerEntry;
import io.sluice.relation.QuarantineTable;
import io.sluice.run.RunContext;
import io.sluice.spark.CachedRows;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import io.sluice.text.Escaped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Computes dates afresh from the files that hold them: the transform's recipe, whose input is
 * consumed files, and whose output takes the place of whole dates.
 *
 * @param state where the log ends: what is published
 * @param held keeps what is looked at several times; to be closed when the result was used
 * @param layout of the transformed table
 */
record BackfillRecipe(
    RunContext context,
    Tables tables,
    LogState state,
    DateRange range,
    CachedRows held,
    PinnedReferences references,
    Refiner refiner,
    TableLayout layout) {
  private static final Logger log = LogManager.getLogger(BackfillRecipe.class);

  static BackfillRecipe of(
      RunContext context,
      Tables tables,
      LogState state,
      DateRange range,
      CachedRows held,
      PinnedReferences references) {
    Refiner refiner =
        SourceFormats.refiner(
            tables.spark(), context.pipeline(), references.lookups(tables.spark()));
    TableLayout layout = new TableLayout(refiner.schema(), List.of(context.pipeline().eventDate()));
    return new BackfillRecipe(context, tables, state, range, held, references, refiner, layout);
  }

  private Pipeline pipeline() {
    return context.pipeline();
  }

  /**
   * Writes the dates where no reader sees them.
   *
   * @param raw the files that may have records of the dates
   * @throws Problem INVALID where a file can't be read any more, or where records would move across
   *     the range's edge
   */
  PreparedBackfill prepare(RawFiles raw) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    context.doing("computed %s of %s afresh", range, pipeline().table());
    if (!range.isAll()) {
      tables.table(pipeline().table()).columns().requireFitting(layout, pipeline().name());
    }
    context.report().files(raw.paths().size(), 0, 0);
    if (!raw.without().isEmpty()) {
      warn(raw.without());
    }
    List<LedgerEntry> files = List.copyOf(raw.paths().values());
    RawBatch opened = raw.open(tables.spark(), context);
    requireReadable(opened, files);
    log.info("opened {} files with {} records", opened.counts().size(), opened.records());
    context.stop().check();
    ReprocessedRecords records =
        ReprocessedRecords.of(refiner, opened, pipeline().eventDate(), range, now);
    held.keep(records.passed());
    held.keep(records.failed());
    Dataset<Row> quarantine = state.rows(tables, Relations.QUARANTINE);
    FileDates dated =
        range.isAll()
            ? FileDates.whole(files)
            : new DateMoves(pipeline(), refiner, files, range)
                .settle(records, state.rows(tables, pipeline().table()), quarantine);
    requireWhole(raw.without());
    context.stop().check();
    QuarantineRewrite shift =
        QuarantineRewrite.of(
            quarantine,
            DecisionsTable.read(tables, state),
            dated.origins(tables.spark(), files),
            records,
            range,
            List.of(pipeline().source().schema().fieldNames()),
            held);
    DeduplicatedRecords compared =
        refiner.compare(
            new ValidatedRecords(
                shift.discards().without(records.passed()),
                shift.replaced(records.failed(), range)),
            Optional.empty());
    held.keep(compared.rows());
    Dataset<Row> bad =
        held.keep(
            shift
                .discards()
                .withoutThose(
                    compared.quarantined(),
                    records.passed(),
                    rows -> QuarantineTable.rows(rows, context.runId(), now)));
    String[] counted = {"batch_id", "file", "event_date"};
    BackfillLedger books =
        BackfillLedger.of(
            refiner,
            pipeline().eventDate(),
            compared.rows(),
            bad.selectExpr(counted).union(shift.stays().selectExpr(counted)),
            shift.dated(),
            former(),
            records);
    Table table = tables.table(pipeline().table());
    StagedFiles staged =
        range.isAll()
            ? table.writeAll(compared.publishable(), layout)
            : table.write(compared.publishable(), layout);
    log.info("wrote {} rows of {}, {} are quarantined", staged.rows(), range, bad.count());
    List<LedgerEntry> ledger = new ArrayList<>();
    files.forEach(file -> ledger.add(restated(file, books, dated, opened)));
    raw.without().forEach(file -> ledger.add(file.without(range)));
    return new PreparedBackfill(
        range,
        staged,
        shift.gone().union(QuarantineRewrite.givenUp(quarantine, raw.without(), range)),
        bad,
        ledger,
        new RecordSummary(
            books.counts(), QuarantineReasons.of(bad).records(), touched(table, staged)),
        audit(table.rows(staged, layout), ledger, books)
            // Made of what the ledger names, which is unchanged since.
            .and(() -> RawFiles.of(files, context, Set.of())));
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

  /** A file that other SQL has read stays one, unless all its dates are computed afresh. */
  private LedgerEntry restated(
      LedgerEntry file, BackfillLedger books, FileDates dated, RawBatch opened) {
    boolean whole = dated.isWhole(file);
    LedgerCounts entry = books.entry(file, range, whole, opened.counts().get(file.origin().text()));
    return file.with(entry, dated.isInside(file) ? pipeline().sqlHash() : file.sqlHash());
  }

  private SortedSet<LocalDate> touched(Table table, StagedFiles staged) {
    SortedSet<LocalDate> touched = new TreeSet<>();
    staged.values(pipeline().eventDate()).forEach(date -> touched.add(LocalDate.parse(date)));
    BackfillDraft.former(table, pipeline(), range)
        .values(formerEventDate())
        .forEach(date -> touched.add(LocalDate.parse(date)));
    return touched;
  }

  /** The rows of the dates as they are published. */
  Dataset<Row> former() {
    Dataset<Row> rows = state.rows(tables, pipeline().table());
    return range.isAll()
        ? rows
        : rows.where(ReprocessedRecords.isIn(range, pipeline().eventDate()));
  }

  /** How the table's columns, key and event date would change, in words. */
  List<String> columnChanges() {
    TableLayout before = tables.table(pipeline().table()).columns().layout().orElse(layout);
    return new ColumnChanges(before, layout, state.key(), pipeline().key()).texts();
  }

  /** The column by which published rows are dated. */
  String formerEventDate() {
    return tables
        .table(pipeline().table())
        .columns()
        .layout()
        .map(now -> now.partitionedBy().get(0))
        .orElseGet(pipeline()::eventDate);
  }

  private void requireReadable(RawBatch opened, List<LedgerEntry> files) {
    Map<String, String> rejected = opened.rejected();
    files.stream()
        .filter(file -> rejected.containsKey(file.origin().text()))
        .min(Comparator.comparing(file -> file.origin().text()))
        .ifPresent(
            first -> {
              throw Problem.invalid(
                  "Cannot backfill %s: %d of the files that hold these dates can't be read any more, such as %s, which was consumed in batch %s: %s; correct pipeline.yaml"
                      .formatted(
                          range,
                          rejected.size(),
                          Escaped.plain(first.path()),
                          first.batch(),
                          rejected.get(first.origin().text())));
            });
  }

  /** The ledger can't tell how many records gave a date's rows. */
  private void requireWhole(List<LedgerEntry> without) {
    for (LedgerEntry file : without) {
      SortedSet<LocalDate> dates = new TreeSet<>(file.entry().dates().keySet());
      if (!refiner.isOneToOne()
          && !dates.isEmpty()
          && !(range.contains(dates.first()) && range.contains(dates.last()))) {
        throw Problem.invalid(
            "Cannot backfill %s without %s: its records give several rows, on %s to %s; backfill all of these"
                .formatted(range, Escaped.plain(file.path()), dates.first(), dates.last()));
      }
    }
  }

  private Audit audit(Dataset<Row> staged, List<LedgerEntry> ledger, BackfillLedger books) {
    CountsByFileAndDate<String> found =
        CountsByFileAndDate.of(staged, SOURCE_FILE, pipeline().eventDate());
    CountsByFileAndDate<String> counted = books.written().by(FileKey::path);
    String what = range.toString();
    return Audit.readBack(
            found.equals(counted),
            what,
            "%d rows were to be written, but %d can be read back, or others; rerun it",
            counted.total(),
            found.total())
        .and(Audit.balance(ledger.stream().map(LedgerEntry::entry).toList(), this::unbalanced))
        .and(
            BatchChecks.audit(
                pipeline(),
                staged,
                reference -> references.rows(tables.spark(), reference),
                what,
                check ->
                    "correct the SQL where it is wrong, or the check in %s, and run the backfill again"
                        .formatted(check)));
  }

  private Problem unbalanced(LedgerCounts entry) {
    return Problem.invalid(
        "Cannot publish %s: of the %d records of %s %d would be written, %d duplicates and %d quarantined, because other SQL had put some on other dates; backfill all dates of the file together%s"
            .formatted(
                range,
                entry.read(),
                Escaped.plain(entry.delivery().path()),
                entry.written(),
                entry.duplicate(),
                entry.quarantined(),
                entry.dates().isEmpty()
                    ? ""
                    : ", from " + entry.dates().firstKey() + " to " + entry.dates().lastKey()));
  }
}

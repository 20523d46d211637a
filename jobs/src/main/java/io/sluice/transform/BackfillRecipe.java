package io.sluice.transform;

import static org.apache.spark.sql.functions.col;

import io.sluice.change.DateRange;
import io.sluice.change.DecisionsTable;
import io.sluice.change.State;
import io.sluice.intake.CsvIntake;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.problem.Shown;
import io.sluice.refine.Columns;
import io.sluice.refine.Compared;
import io.sluice.refine.Fate;
import io.sluice.refine.Refined;
import io.sluice.refine.Refiner;
import io.sluice.run.RunContext;
import io.sluice.table.Layout;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.Tables;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Computes dates afresh from the files that hold them: the transform's recipe, whose input is
 * consumed files, and whose output takes the place of whole dates.
 */
final class BackfillRecipe {
  private static final Logger log = LogManager.getLogger(BackfillRecipe.class);

  private final RunContext context;
  private final Pipeline pipeline;
  private final Tables tables;
  private final State state;
  private final DateRange range;
  private final Held held;
  private final Refiner refiner;
  private final Layout layout;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  /**
   * @param state where the log ends: what is published
   * @param held keeps what is looked at several times; to be closed when the result was used
   */
  BackfillRecipe(RunContext context, Tables tables, State state, DateRange range, Held held) {
    this.context = context;
    this.pipeline = context.pipeline();
    this.tables = tables;
    this.state = state;
    this.range = range;
    this.held = held;
    this.refiner = new Refiner(tables.spark(), pipeline);
    this.layout = new Layout(refiner.schema(), List.of(pipeline.eventDate()));
  }

  /** How the transformed table is laid out. */
  Layout layout() {
    return layout;
  }

  /**
   * Writes the dates where no reader sees them, and audits what was written.
   *
   * @param raw the files that may have records of the dates
   * @throws Problem INVALID where a file can't be read any more, or where records would move across
   *     the range's edge; GATE_FAILED where a check keeps the dates back
   */
  Restatement prepare(RawFiles raw) {
    CsvIntake intake = new CsvIntake(tables.spark(), context.storage(), pipeline.source());
    RawBatch opened = intake.open(raw.toOpen(), List.of(), Map.of());
    requireReadable(opened);
    log.info("opened {} files with {} records", opened.counts().size(), opened.records());
    context.stop().check();
    List<LedgerFile> files = List.copyOf(raw.paths().values());
    Rejudged records =
        Rejudged.of(
            tables.spark(), refiner, pipeline.source(), opened, pipeline.eventDate(), range, now);
    held.keep(records.passed());
    held.keep(records.failed());
    DatesOfFiles dated =
        new Movements(pipeline, refiner, files, range)
            .settle(records, published(), read(Relations.QUARANTINE));
    requireWhole(raw.without());
    context.stop().check();
    QuarantineShift shift =
        QuarantineShift.of(
            read(Relations.QUARANTINE),
            DecisionsTable.read(tables, state),
            dated.origins(tables.spark(), files),
            records,
            range,
            held);
    Compared compared =
        refiner.compare(
            new Refined(
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
    RestatedBooks books = books(compared, bad, shift, records);
    Table table = tables.table(pipeline.table());
    StagedFiles staged = table.write(compared.publishable(), layout);
    log.info("wrote {} rows of {}, {} are quarantined", staged.rows(), range, bad.count());
    try {
      List<LedgerFile> ledger = new ArrayList<>();
      for (LedgerFile file : files) {
        ledger.add(restated(file, books, dated, opened));
      }
      raw.without().forEach(file -> ledger.add(file.without(range)));
      audit(table.rows(staged, layout), ledger, books);
      return new Restatement(
          range,
          staged,
          shift.gone(),
          bad,
          ledger,
          books.counts(),
          Reasons.of(bad).records(),
          touched(table, staged));
    } catch (Problem refused) {
      table.discard(staged);
      throw refused;
    }
  }

  private RestatedBooks books(
      Compared compared, Dataset<Row> bad, QuarantineShift shift, Rejudged records) {
    Dataset<Row> judged = compared.rows();
    String[] counted = {"batch_id", "file", "event_date"};
    Dataset<Row> quarantined = bad.selectExpr(counted).union(shift.stays().selectExpr(counted));
    boolean oneToOne = refiner.isOneToOne();
    return new RestatedBooks(
        oneToOne,
        RestatedBooks.of(judged, Fate.PUBLISH, pipeline.eventDate()),
        RestatedBooks.of(judged, Fate.DUPLICATE, pipeline.eventDate()),
        RestatedBooks.ofQuarantine(quarantined),
        oneToOne ? Map.of() : RestatedBooks.publishedRecords(judged),
        oneToOne ? Map.of() : formerRecords(records),
        RestatedBooks.counted(shift.dated(), "batch_id", "file"));
  }

  private Map<String, Long> formerRecords(Rejudged records) {
    Dataset<Row> passed =
        records.passed().select(Columns.BATCH, Columns.SOURCE_FILE, Columns.RECORD_HASH);
    Dataset<Row> failed =
        records
            .failed()
            .select(
                col(Columns.BATCH), col("file").as(Columns.SOURCE_FILE), col(Columns.RECORD_HASH));
    return RestatedBooks.formerRecords(former(), passed.union(failed));
  }

  /** A file that other SQL has read stays one, unless all its dates are computed afresh. */
  private LedgerFile restated(
      LedgerFile file, RestatedBooks books, DatesOfFiles dated, RawBatch opened) {
    boolean whole = dated.isWhole(file);
    FileEntry entry = books.entry(file, range, whole, opened.counts().get(file.origin().text()));
    return file.with(entry, dated.isInside(file) ? pipeline.sqlHash() : file.sqlHash());
  }

  private SortedSet<LocalDate> touched(Table table, StagedFiles staged) {
    SortedSet<LocalDate> touched = new TreeSet<>();
    for (StagedFiles files : List.of(staged, former(table))) {
      files.values(pipeline.eventDate()).forEach(date -> touched.add(LocalDate.parse(date)));
    }
    return touched;
  }

  /** The rows of the dates as they are published. */
  Dataset<Row> former() {
    return published().where(Rejudged.isIn(range, pipeline.eventDate()));
  }

  private StagedFiles former(Table table) {
    return table.files().with(pipeline.eventDate(), date -> range.contains(LocalDate.parse(date)));
  }

  private Dataset<Row> published() {
    return read(pipeline.table());
  }

  private Dataset<Row> read(String relation) {
    return tables.table(relation).read(state.version(relation).orElseThrow());
  }

  private void requireReadable(RawBatch opened) {
    if (!opened.rejected().isEmpty()) {
      Map.Entry<String, String> first = opened.rejected().entrySet().iterator().next();
      throw Problem.invalid(
          "Cannot backfill %s: %d of the files that hold these dates can't be read any more, such as %s, which was consumed in batch %s: %s; correct pipeline.yaml"
              .formatted(
                  range,
                  opened.rejected().size(),
                  Shown.plain(first.getKey().replaceFirst("^[0-9]+/", "")),
                  first.getKey().replaceFirst("/.*", ""),
                  first.getValue()));
    }
  }

  /** How many records a row is one of can't be told from the ledger. */
  private void requireWhole(List<LedgerFile> without) {
    for (LedgerFile file : without) {
      SortedSet<LocalDate> dates = new TreeSet<>(file.entry().dates().keySet());
      if (!refiner.isOneToOne()
          && !dates.isEmpty()
          && !(range.contains(dates.first()) && range.contains(dates.last()))) {
        throw Problem.invalid(
            "Cannot backfill %s without %s: its records give several rows, on %s to %s; backfill all of these"
                .formatted(range, Shown.plain(file.path()), dates.first(), dates.last()));
      }
    }
  }

  /** Decides, before anyone can read a row, whether the dates may be published. */
  private void audit(Dataset<Row> staged, List<LedgerFile> ledger, RestatedBooks books) {
    Tally readBack = Tally.of(staged, Columns.SOURCE_FILE, pipeline.eventDate());
    Tally counted = books.written().by(origin -> origin.replaceFirst("^[0-9]+/", ""));
    if (!readBack.equals(counted)) {
      throw Problem.failed(
          "Cannot publish %s: %d rows were to be written, but %d can be read back, or others; rerun it"
              .formatted(range, counted.total(), readBack.total()));
    }
    for (LedgerFile file : ledger) {
      if (!file.entry().balances()) {
        throw unbalanced(file);
      }
    }
    new BatchChecks(pipeline)
        .require(
            tables.spark(),
            staged,
            range.toString(),
            check ->
                "correct the SQL where it is wrong, or the check in %s, and run the backfill again"
                    .formatted(check));
  }

  private Problem unbalanced(LedgerFile file) {
    FileEntry entry = file.entry();
    return Problem.invalid(
        "Cannot publish %s: of the %d records of %s %d would be written, %d duplicates and %d quarantined, because other SQL had put some on other dates; backfill all dates of the file together%s"
            .formatted(
                range,
                entry.read(),
                Shown.plain(file.path()),
                entry.written(),
                entry.duplicate(),
                entry.quarantined(),
                entry.dates().isEmpty()
                    ? ""
                    : ", from " + entry.dates().firstKey() + " to " + entry.dates().lastKey()));
  }
}

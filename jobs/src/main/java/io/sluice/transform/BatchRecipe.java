package io.sluice.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
import io.sluice.change.Counts;
import io.sluice.intake.CsvIntake;
import io.sluice.intake.Delivery;
import io.sluice.intake.DeliveryNote;
import io.sluice.intake.Landing;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.refine.Columns;
import io.sluice.refine.Refined;
import io.sluice.refine.Refiner;
import io.sluice.table.Layout;
import io.sluice.table.TableChange;
import io.sluice.table.Tables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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
  private final CsvIntake intake;
  private final Refiner refiner;
  private final Layout layout;
  private final Gate gate;
  private final BatchChecks checks;

  BatchRecipe(Pipeline pipeline, Tables tables, Landing landing, CsvIntake intake, Gate gate) {
    this.pipeline = pipeline;
    this.tables = tables;
    this.landing = landing;
    this.intake = intake;
    this.refiner = new Refiner(tables.spark(), pipeline);
    this.layout = new Layout(refiner.schema(), List.of(pipeline.eventDate()));
    this.gate = gate;
    this.checks = new BatchChecks(pipeline);
  }

  /**
   * @param position where the log ends
   * @throws Problem UNSAFE where a file isn't what its note says, GATE_FAILED where the batch must
   *     not be published
   */
  Change prepare(DeliveryNote note, ChangeLog.Position position, String runId) {
    landing.requireUnchanged(note);
    RawBatch raw = intake.open(paths(note));
    raw.rejected().forEach((file, reason) -> log.warn("rejected {}: {}", file, reason));
    raw.drift().forEach((file, columns) -> log.warn("{} has further columns {}", file, columns));

    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    boolean any = raw.rows().isPresent() && raw.records() > 0;
    Refined refined = any ? refiner.refine(raw.rows().get(), now) : null;

    TableChange transformed =
        any
            ? tables.table(pipeline.table()).stageAppend(refined.passed(), layout)
            : tables.table(pipeline.table()).stageNothing(layout);
    Dataset<Row> publishing = tables.table(pipeline.table()).stagedRows(transformed, layout);
    Tally written = Tally.of(publishing, Columns.SOURCE_FILE, pipeline.eventDate());
    Map<String, Long> writtenRecords = any ? writtenRecords(refined, written, raw) : Map.of();

    boolean anyBad = raw.records() > sum(writtenRecords);
    TableChange quarantine =
        anyBad
            ? tables
                .table(QuarantineTable.RELATION)
                .stageAppend(
                    QuarantineTable.rows(refined.failed(), note.batch(), runId, now),
                    QuarantineTable.LAYOUT)
            : tables.table(QuarantineTable.RELATION).stageNothing(QuarantineTable.LAYOUT);
    Dataset<Row> bad =
        tables.table(QuarantineTable.RELATION).stagedRows(quarantine, QuarantineTable.LAYOUT);
    Tally quarantined = anyBad ? Tally.of(bad, "file", "event_date") : Tally.empty();
    Map<String, Long> reasons = anyBad ? reasons(bad) : Map.of();

    List<FileEntry> entries = entries(note, raw, written, writtenRecords, quarantined);
    Counts counts = counts(entries);
    requireBalance(entries, transformed.rows(), written.total());
    gate.require(pipeline.name(), note.batch(), counts, entries, reasons);
    checks.require(tables.spark(), publishing, note.batch());

    TableChange files =
        tables
            .table(FilesTable.RELATION)
            .stageAppend(
                FilesTable.rows(tables.spark(), pipeline, note, runId, entries), FilesTable.LAYOUT);
    List<TableChange> changes = new ArrayList<>(List.of(transformed, files));
    if (anyBad || quarantine.baseVersion() < 0) {
      changes.add(1, quarantine);
    }
    landing.requireUnchanged(note);
    return Change.ofBatch(
        position,
        note.batch(),
        runId,
        pipeline.sqlHash(),
        changes,
        counts,
        raw.rejected().size(),
        reasons,
        written.dates(),
        gate.reason());
  }

  private Map<Path, Delivery> paths(DeliveryNote note) {
    Map<Path, Delivery> paths = new LinkedHashMap<>();
    note.files().forEach(delivery -> paths.put(landing.path(delivery), delivery));
    return paths;
  }

  /** Source records by file that gave rows. */
  private Map<String, Long> writtenRecords(Refined refined, Tally written, RawBatch raw) {
    Map<String, Long> records = new TreeMap<>();
    if (refiner.isOneToOne()) {
      raw.counts().keySet().forEach(file -> records.put(file, written.of(file)));
    } else {
      refined
          .passedRecords()
          .collectAsList()
          .forEach(row -> records.put(row.getString(0), row.getLong(1)));
    }
    return records;
  }

  /** Quarantined records by reason code; a record counts once for each of its codes. */
  private static Map<String, Long> reasons(Dataset<Row> quarantined) {
    Map<String, Long> reasons = new TreeMap<>();
    quarantined
        .select(col("id"), explode(col("reasons.code")).as("code"))
        .groupBy("code")
        .agg(countDistinct("id"))
        .collectAsList()
        .forEach(row -> reasons.put(row.getString(0), row.getLong(1)));
    return reasons;
  }

  private static List<FileEntry> entries(
      DeliveryNote note,
      RawBatch raw,
      Tally written,
      Map<String, Long> writtenRecords,
      Tally quarantined) {
    List<FileEntry> entries = new ArrayList<>();
    for (Delivery delivery : note.files()) {
      String file = delivery.path();
      if (raw.rejected().containsKey(file)) {
        entries.add(FileEntry.rejected(delivery, raw.rejected().get(file)));
        continue;
      }
      SortedMap<java.time.LocalDate, FileEntry.DateCounts> dates = new TreeMap<>();
      written
          .dates(file)
          .forEach(date -> dates.put(date, new FileEntry.DateCounts(written.of(file, date), 0, 0)));
      quarantined
          .dates(file)
          .forEach(
              date ->
                  dates.put(
                      date,
                      new FileEntry.DateCounts(
                          written.of(file, date), 0, quarantined.of(file, date))));
      entries.add(
          new FileEntry(
              delivery,
              "",
              raw.counts().get(file).records(),
              writtenRecords.getOrDefault(file, 0L),
              0,
              quarantined.of(file),
              quarantined.undated(file),
              raw.counts().get(file).linesIgnored(),
              dates));
    }
    return entries;
  }

  private static Counts counts(List<FileEntry> entries) {
    return entries.stream()
        .map(
            entry ->
                new Counts(
                    entry.read(),
                    entry.written(),
                    entry.duplicate(),
                    entry.quarantined(),
                    entry.linesIgnored()))
        .reduce(Counts.NONE, Counts::plus);
  }

  /** Law 4: what doesn't add up is not published. */
  private static void requireBalance(List<FileEntry> entries, long stagedRows, long readBack) {
    for (FileEntry entry : entries) {
      if (!entry.balances()) {
        throw Problem.failed(
            "Cannot publish %s: its bytes hold %d records, but %d were written, %d are duplicates and %d quarantined; nothing of its batch was published; check its quotes and the options of source in pipeline.yaml"
                .formatted(
                    entry.delivery().path(),
                    entry.read(),
                    entry.written(),
                    entry.duplicate(),
                    entry.quarantined()));
      }
    }
    if (stagedRows != readBack) {
      throw Problem.failed(
          "Cannot publish: %d rows were written, but %d can be read back"
              .formatted(stagedRows, readBack));
    }
  }

  private static long sum(Map<String, Long> records) {
    return records.values().stream().mapToLong(Long::longValue).sum();
  }
}

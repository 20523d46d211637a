package io.sluice.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;

import io.sluice.change.Change;
import io.sluice.change.ChangeLog;
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
import io.sluice.table.Table;
import io.sluice.table.TableChange;
import io.sluice.table.Tables;
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

  /** Files that are written and not committed, and the rows that any reader will find in them. */
  private record Prepared(TableChange change, Dataset<Row> rows) {}

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
    Optional<Refined> refined =
        raw.rows().filter(rows -> raw.records() > 0).map(rows -> refiner.refine(rows, now));
    Prepared passed = prepare(pipeline.table(), layout, refined.map(Refined::passed));
    Tally written = Tally.of(passed.rows(), Columns.SOURCE_FILE, pipeline.eventDate());
    Map<String, Long> writtenRecords =
        refined.map(records -> records(records, written, raw)).orElse(Map.of());

    // Reading everything again for the few that failed is only worth it where there are any.
    Optional<Dataset<Row>> failed =
        refined
            .filter(records -> raw.records() > sum(writtenRecords))
            .map(records -> QuarantineTable.rows(records.failed(), note.batch(), runId, now));
    Prepared bad = prepare(QuarantineTable.RELATION, QuarantineTable.LAYOUT, failed);
    Tally quarantined =
        failed.isPresent() ? Tally.of(bad.rows(), "file", "event_date") : Tally.NONE;
    Map<String, Long> reasons = failed.isPresent() ? reasons(bad.rows()) : Map.of();

    Accounts accounts = Accounts.of(note, raw, written, writtenRecords, quarantined);
    audit(note, accounts, passed, written, reasons);

    Dataset<Row> ledger = FilesTable.rows(tables.spark(), pipeline, note, runId, accounts.files());
    Prepared files = prepare(FilesTable.RELATION, FilesTable.LAYOUT, Optional.of(ledger));
    List<TableChange> changes = new ArrayList<>(List.of(passed.change(), files.change()));
    if (failed.isPresent() || bad.change().baseVersion() < 0) {
      changes.add(1, bad.change());
    }
    landing.requireUnchanged(note);
    return Change.ofBatch(
        position,
        note.batch(),
        runId,
        pipeline.sqlHash(),
        changes,
        accounts.counts(),
        accounts.filesRejected(),
        reasons,
        written.dates(),
        gate.reason());
  }

  private Map<Path, Delivery> paths(DeliveryNote note) {
    Map<Path, Delivery> paths = new LinkedHashMap<>();
    note.files().forEach(delivery -> paths.put(landing.path(delivery), delivery));
    return paths;
  }

  private Prepared prepare(String relation, Layout relationLayout, Optional<Dataset<Row>> rows) {
    Table table = tables.table(relation);
    TableChange change =
        rows.isPresent()
            ? table.stageAppend(rows.get(), relationLayout)
            : table.stageNothing(relationLayout);
    return new Prepared(change, table.stagedRows(change, relationLayout));
  }

  /** Decides, before anyone can read a row, whether the batch may be published. */
  private void audit(
      DeliveryNote note,
      Accounts accounts,
      Prepared passed,
      Tally written,
      Map<String, Long> reasons) {
    accounts.requireBalance();
    if (passed.change().rows() != written.total()) {
      throw Problem.failed(
          "Cannot publish batch %d: %d rows were written, but %d can be read back; rerun it"
              .formatted(note.batch(), passed.change().rows(), written.total()));
    }
    gate.require(pipeline.name(), note.batch(), accounts.counts(), accounts.files(), reasons);
    checks.require(tables.spark(), passed.rows(), note.batch());
  }

  /** Source records that gave rows, by file. */
  private Map<String, Long> records(Refined refined, Tally written, RawBatch raw) {
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

  private static long sum(Map<String, Long> records) {
    return records.values().stream().mapToLong(Long::longValue).sum();
  }
}

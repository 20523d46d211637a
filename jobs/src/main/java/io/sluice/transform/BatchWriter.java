// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static org.apache.spark.sql.functions.lit;

import io.sluice.change.LogState;
import io.sluice.format.SourceFormats;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.pipeline.Relations;
import io.sluice.problem.Problem;
import io.sluice.publish.CountsByFileAndDate;
import io.sluice.publish.QuarantineReasons;
import io.sluice.refine.Lookups;
import io.sluice.refine.Refiner;
import io.sluice.relation.QuarantineTable;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableLayout;
import io.sluice.table.Tables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes a batch's records where no reader sees them, and counts what any reader will find. */
record BatchWriter(
    Pipeline pipeline, Tables tables, String runId, Refiner refiner, TableLayout layout) {

  /**
   * @param references the rows that the pipeline's SQL looks up
   */
  static BatchWriter of(Pipeline pipeline, Tables tables, String runId, Lookups references) {
    Refiner refiner = SourceFormats.refiner(tables.spark(), pipeline, references);
    TableLayout layout = new TableLayout(refiner.schema(), List.of(pipeline.eventDate()));
    return new BatchWriter(pipeline, tables, runId, refiner, layout);
  }

  /**
   * Looks whether what the SQL gives can be published, also where there is no record to give it.
   *
   * @throws Problem INVALID where the table has columns that it doesn't; UNSAFE where its own rows
   *     have others
   */
  void requireColumns() {
    tables.table(pipeline.table()).columns().require(layout, pipeline.name());
  }

  /** The columns that a batch brings to the table; one without rows brings none. */
  List<String> newColumns(WrittenBatch batch) {
    return batch.passed().change().rows() == 0
        ? List.of()
        : tables.table(pipeline.table()).columns().lacking(layout);
  }

  /** Writes what passes in one pass over the input; what doesn't is looked at once more. */
  WrittenBatch write(long batch, RawBatch raw, LogState state, Progress progress) {
    Table table = tables.table(pipeline.table());
    if (raw.rows().isEmpty() || raw.records() == 0) {
      return WrittenBatch.of(
          StagedRows.of(table, layout), quarantine(), CountsByFileAndDate.none(), Map.of());
    }
    progress.begin("wrote the rows of %s to " + pipeline.table());
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Optional<Dataset<Row>> published = state.version(pipeline.table()).map(table::read);
    StagingPasses.Sifted sifted =
        new StagingPasses(refiner, layout, pipeline.eventDate())
            .sift(table, published, raw, now, progress);
    if (sifted.records().isEmpty()) {
      StagedRows passed = StagedRows.of(table, layout, sifted.kept());
      CountsByFileAndDate<String> written =
          CountsByFileAndDate.of(passed.rows(), SOURCE_FILE, pipeline.eventDate());
      return WrittenBatch.of(
          passed, quarantine(), written, writtenRecords(written, raw, sifted, Map.of()));
    }
    try (SetAsideResolution look =
        SetAsideResolution.of(refiner, pipeline.eventDate(), sifted.records().get(), published)) {
      progress.begin("judged records of %s that were set aside");
      StagedFiles publishedAfterAll = table.write(look.compared().publishable(), layout);
      StagedRows passed = StagedRows.of(table, layout, sifted.kept(), publishedAfterAll);
      CountsByFileAndDate<String> written =
          CountsByFileAndDate.of(passed.rows(), SOURCE_FILE, pipeline.eventDate());
      Dataset<Row> quarantined = look.compared().quarantined().withColumn(BATCH, lit(batch));
      StagedRows bad =
          quarantine(
              tables
                  .table(Relations.QUARANTINE)
                  .write(QuarantineTable.rows(quarantined, runId, now), QuarantineTable.LAYOUT));
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

  private StagedRows quarantine(StagedFiles... staged) {
    return StagedRows.of(tables.table(Relations.QUARANTINE), QuarantineTable.LAYOUT, staged);
  }

  /** Source records that gave rows, by file. */
  private Map<String, Long> writtenRecords(
      CountsByFileAndDate<String> written,
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

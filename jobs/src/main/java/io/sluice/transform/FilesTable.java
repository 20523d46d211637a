package io.sluice.transform;

import io.sluice.intake.DeliveryNote;
import io.sluice.intake.Landing;
import io.sluice.pipeline.Pipeline;
import io.sluice.table.Layout;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The relation {@code files}: the ledger, one row per consumed file. */
public final class FilesTable {
  static final String RELATION = "files";

  public static final Layout LAYOUT =
      new Layout(
          StructType.fromDDL(
              "path STRING, archived_path STRING, size BIGINT, modified_at TIMESTAMP,"
                  + " batch_id BIGINT, run_id STRING, status STRING, reason STRING,"
                  + " rows_read BIGINT, rows_written BIGINT, rows_duplicate BIGINT,"
                  + " rows_quarantined BIGINT, rows_undated BIGINT, lines_ignored BIGINT,"
                  + " dates ARRAY<STRUCT<event_date: DATE, written: BIGINT, duplicate: BIGINT,"
                  + " quarantined: BIGINT>>, sql_hash STRING"),
          List.of());

  private FilesTable() {}

  static Dataset<Row> rows(
      SparkSession spark,
      Pipeline pipeline,
      DeliveryNote note,
      String runId,
      List<FileEntry> entries) {
    List<Row> rows = entries.stream().map(entry -> row(pipeline, note, runId, entry)).toList();
    return spark.createDataFrame(rows, LAYOUT.schema()).coalesce(1);
  }

  private static Row row(Pipeline pipeline, DeliveryNote note, String runId, FileEntry entry) {
    List<Row> dates =
        entry.dates().entrySet().stream()
            .map(
                day ->
                    RowFactory.create(
                        Date.valueOf(day.getKey()),
                        day.getValue().written(),
                        day.getValue().duplicate(),
                        day.getValue().quarantined()))
            .toList();
    return RowFactory.create(
        entry.delivery().path(),
        pipeline.source().archive() ? Landing.archivedPath(note, entry.delivery()) : null,
        entry.delivery().size(),
        Timestamp.from(entry.delivery().modifiedAt()),
        note.batch(),
        runId,
        entry.isRejected() ? "rejected" : "ingested",
        entry.isRejected() ? entry.reason() : null,
        entry.read(),
        entry.written(),
        entry.duplicate(),
        entry.quarantined(),
        entry.undated(),
        entry.linesIgnored(),
        dates,
        pipeline.sqlHash());
  }
}

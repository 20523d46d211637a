// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import io.sluice.intake.Delivery;
import io.sluice.table.TableLayout;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The relation {@code files}: the ledger, one row per consumed file. */
public final class FilesTable {
  public static final String RELATION = "files";

  public static final TableLayout LAYOUT =
      new TableLayout(
          StructType.fromDDL(
              "path STRING, archived_path STRING, size BIGINT, modified_at TIMESTAMP,"
                  + " batch_id BIGINT, run_id STRING, status STRING, reason STRING,"
                  + " rows_read BIGINT, rows_written BIGINT, rows_duplicate BIGINT,"
                  + " rows_quarantined BIGINT, rows_undated BIGINT, lines_ignored BIGINT,"
                  + " dates ARRAY<STRUCT<event_date: DATE, written: BIGINT, duplicate: BIGINT,"
                  + " quarantined: BIGINT>>, sql_hash STRING"),
          List.of());

  private FilesTable() {}

  public static Dataset<Row> rows(SparkSession spark, List<LedgerEntry> files) {
    return spark
        .createDataFrame(files.stream().map(FilesTable::row).toList(), LAYOUT.schema())
        .coalesce(1);
  }

  private static Row row(LedgerEntry file) {
    LedgerCounts entry = file.entry();
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
        file.archivedPath().orElse(null),
        entry.delivery().size(),
        Timestamp.from(entry.delivery().modifiedAt()),
        file.batch(),
        file.runId(),
        entry.isRejected() ? "rejected" : "ingested",
        entry.isRejected() ? entry.reason() : null,
        entry.read(),
        entry.written(),
        entry.duplicate(),
        entry.quarantined(),
        entry.undated(),
        entry.linesIgnored(),
        dates,
        file.sqlHash());
  }

  /** A row of the relation. */
  public static LedgerEntry file(Row row) {
    SortedMap<LocalDate, LedgerCounts.DateCounts> dates = new TreeMap<>();
    for (Row day : row.<Row>getList(row.fieldIndex("dates"))) {
      dates.put(
          day.<Date>getAs("event_date").toLocalDate(),
          new LedgerCounts.DateCounts(
              day.<Long>getAs("written"),
              day.<Long>getAs("duplicate"),
              day.<Long>getAs("quarantined")));
    }
    String reason = row.getAs("reason");
    return new LedgerEntry(
        row.<Long>getAs("batch_id"),
        row.getAs("run_id"),
        row.getAs("sql_hash"),
        Optional.ofNullable(row.getAs("archived_path")),
        new LedgerCounts(
            new Delivery(
                row.getAs("path"),
                row.<Long>getAs("size"),
                row.<Timestamp>getAs("modified_at").toInstant()),
            reason == null ? "" : reason,
            row.<Long>getAs("rows_read"),
            row.<Long>getAs("rows_written"),
            row.<Long>getAs("rows_duplicate"),
            row.<Long>getAs("rows_quarantined"),
            row.<Long>getAs("rows_undated"),
            row.<Long>getAs("lines_ignored"),
            dates));
  }
}

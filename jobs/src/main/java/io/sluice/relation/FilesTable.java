// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import io.sluice.intake.Delivery;
import io.sluice.relation.LedgerCounts.DateCounts;
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
  public static final String PATH = "path";
  public static final String ARCHIVED_PATH = "archived_path";
  public static final String SIZE = "size";
  public static final String MODIFIED_AT = "modified_at";
  public static final String BATCH_ID = "batch_id";
  public static final String RUN_ID = "run_id";
  public static final String STATUS = "status";
  public static final String REASON = "reason";
  public static final String ROWS_READ = "rows_read";
  public static final String ROWS_WRITTEN = "rows_written";
  public static final String ROWS_DUPLICATE = "rows_duplicate";
  public static final String ROWS_QUARANTINED = "rows_quarantined";
  public static final String ROWS_UNDATED = "rows_undated";
  public static final String LINES_IGNORED = "lines_ignored";
  public static final String DATES = "dates";
  public static final String SQL_HASH = "sql_hash";

  /** Fields of each of the {@link #DATES}. */
  public static final String DATE = "event_date";

  public static final String DATE_WRITTEN = "written";
  public static final String DATE_DUPLICATE = "duplicate";
  public static final String DATE_QUARANTINED = "quarantined";

  /** Values of {@link #STATUS}. */
  public static final String INGESTED = "ingested";

  public static final String REJECTED = "rejected";

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
        entry.isRejected() ? REJECTED : INGESTED,
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

  /** Entries of rows of the relation. */
  public static List<LedgerEntry> entries(Dataset<Row> files) {
    return files.collectAsList().stream().map(FilesTable::file).toList();
  }

  /** A row of the relation. */
  public static LedgerEntry file(Row row) {
    SortedMap<LocalDate, DateCounts> dates = new TreeMap<>();
    for (Row day : row.<Row>getList(row.fieldIndex(DATES))) {
      dates.put(
          day.<Date>getAs(DATE).toLocalDate(),
          new DateCounts(
              day.<Long>getAs(DATE_WRITTEN),
              day.<Long>getAs(DATE_DUPLICATE),
              day.<Long>getAs(DATE_QUARANTINED)));
    }
    String reason = row.getAs(REASON);
    return new LedgerEntry(
        row.<Long>getAs(BATCH_ID),
        row.getAs(RUN_ID),
        row.getAs(SQL_HASH),
        Optional.ofNullable(row.getAs(ARCHIVED_PATH)),
        new LedgerCounts(
            new Delivery(
                row.getAs(PATH),
                row.<Long>getAs(SIZE),
                row.<Timestamp>getAs(MODIFIED_AT).toInstant()),
            reason == null ? "" : reason,
            row.<Long>getAs(ROWS_READ),
            row.<Long>getAs(ROWS_WRITTEN),
            row.<Long>getAs(ROWS_DUPLICATE),
            row.<Long>getAs(ROWS_QUARANTINED),
            row.<Long>getAs(ROWS_UNDATED),
            row.<Long>getAs(LINES_IGNORED),
            dates));
  }
}

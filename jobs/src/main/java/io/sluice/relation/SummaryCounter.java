// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import static io.sluice.relation.FilesTable.DATE;
import static io.sluice.relation.FilesTable.DATES;
import static io.sluice.relation.FilesTable.DATE_WRITTEN;
import static io.sluice.relation.FilesTable.MODIFIED_AT;
import static io.sluice.relation.FilesTable.SQL_HASH;
import static io.sluice.relation.QuarantineTable.CODES;
import static io.sluice.relation.QuarantineTable.ID;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.max;

import io.sluice.change.DateRanges;
import io.sluice.change.LogState;
import io.sluice.change.TableSummary;
import io.sluice.pipeline.Relations;
import io.sluice.table.Tables;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts what a {@link TableSummary} says from whole tables, where adding to the last one won't do.
 */
public final class SummaryCounter {
  private SummaryCounter() {}

  /** Counts the tables as they are in a state. */
  public static TableSummary of(Tables tables, LogState state) {
    if (state.version(Relations.FILES).isEmpty()) {
      return TableSummary.NONE;
    }
    return of(
        read(tables, Relations.FILES, state),
        read(tables, Relations.QUARANTINE, state),
        DecisionsTable.read(tables, state));
  }

  /**
   * @param files the ledger
   * @param decisions all of them
   */
  public static TableSummary of(
      Dataset<Row> files, Dataset<Row> quarantine, Dataset<Row> decisions) {
    Dataset<Row> kept =
        DecisionsTable.kept(quarantine.select(col(ID), col(CODES).as("codes")), decisions);
    return new TableSummary(
        newest(files),
        kept.count(),
        codes(kept),
        DecisionsTable.openRejections(files, decisions).count(),
        dates(files));
  }

  private static Dataset<Row> read(Tables tables, String relation, LogState state) {
    return tables.table(relation).read(state.version(relation).orElseThrow());
  }

  private static Optional<Instant> newest(Dataset<Row> files) {
    Row newest = files.agg(max(MODIFIED_AT)).first();
    return newest.isNullAt(0) ? Optional.empty() : Optional.of(newest.getTimestamp(0).toInstant());
  }

  private static Map<String, Long> codes(Dataset<Row> kept) {
    Map<String, Long> codes = new TreeMap<>();
    kept.select(col(ID), explode(col("codes")).as("code"))
        .distinct()
        .groupBy("code")
        .count()
        .collectAsList()
        .forEach(row -> codes.put(row.getAs("code"), row.getAs("count")));
    return codes;
  }

  private static Map<String, DateRanges> dates(Dataset<Row> files) {
    Map<String, Set<LocalDate>> dates = new TreeMap<>();
    files
        .select(col(SQL_HASH), explode(col(DATES)).as("day"))
        .where(col("day." + DATE_WRITTEN).gt(0))
        .select(SQL_HASH, "day." + DATE)
        .distinct()
        .collectAsList()
        .forEach(
            row ->
                dates
                    .computeIfAbsent(row.getAs(SQL_HASH), none -> new HashSet<>())
                    .add(row.<Date>getAs(DATE).toLocalDate()));
    Map<String, DateRanges> ranges = new TreeMap<>();
    dates.forEach((hash, days) -> ranges.put(hash, DateRanges.of(days)));
    return ranges;
  }
}

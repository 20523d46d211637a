// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import static io.sluice.relation.FilesTable.DATE;
import static io.sluice.relation.FilesTable.DATES;
import static io.sluice.relation.FilesTable.DATE_WRITTEN;
import static io.sluice.relation.FilesTable.MODIFIED_AT;
import static io.sluice.relation.FilesTable.SQL_HASH;
import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.max;

import io.sluice.change.DateRanges;
import io.sluice.change.LogState;
import io.sluice.change.TableSummary;
import io.sluice.pipeline.Relations;
import io.sluice.table.Tables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
        state.rows(tables, Relations.FILES),
        state.rows(tables, Relations.QUARANTINE),
        DecisionsTable.read(tables, state));
  }

  /**
   * @param files the ledger
   * @param decisions all of them
   */
  public static TableSummary of(
      Dataset<Row> files, Dataset<Row> quarantine, Dataset<Row> decisions) {
    Dataset<Row> kept =
        DecisionsTable.kept(
            quarantine.select(
                col(ID), col(BATCH_ID), col(FILE), QuarantineTable.kinds().as("codes")),
            decisions);
    return new TableSummary(
        newest(files),
        kept.count(),
        codes(kept),
        DecisionsTable.openRejections(files, decisions).count(),
        dates(files));
  }

  private static Optional<Instant> newest(Dataset<Row> files) {
    Timestamp newest = files.agg(max(MODIFIED_AT)).first().getTimestamp(0);
    return Optional.ofNullable(newest).map(Timestamp::toInstant);
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
    return files
        .select(col(SQL_HASH), explode(col(DATES)).as("day"))
        .where(col("day." + DATE_WRITTEN).gt(0))
        .select(SQL_HASH, "day." + DATE)
        .distinct()
        .collectAsList()
        .stream()
        .collect(
            groupingBy(
                row -> row.getString(0),
                TreeMap::new,
                collectingAndThen(
                    mapping(row -> row.getDate(1).toLocalDate(), toList()), DateRanges::of)));
  }
}

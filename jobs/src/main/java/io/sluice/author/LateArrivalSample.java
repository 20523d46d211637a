// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.sluice.record.EngineColumns;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Rows as two runs would publish them: first some of every date but the last; then, late, the rest
 * of one or two dates in the middle, and the last date.
 *
 * @param early what was published first
 * @param late what came then
 * @param all both
 * @param touched the dates of late rows
 */
record LateArrivalSample(
    Dataset<Row> early,
    Dataset<Row> late,
    Dataset<Row> all,
    SortedSet<LocalDate> touched,
    long rows,
    int dates) {

  /** One that stays as it is, one that gets late rows, and a new one. */
  static final int FEWEST_DATES = 3;

  private static final String LATE = "_late";

  /**
   * @param rows of the transformed table
   * @return empty where they are of fewer than {@value #FEWEST_DATES} dates
   */
  static Optional<LateArrivalSample> among(Dataset<Row> rows, String eventDate) {
    // A relation to queries, as a table is: what made the rows is none of the optimizer's business.
    Dataset<Row> all = rows.localCheckpoint();
    List<LocalDate> dates = dates(all, eventDate);
    if (dates.size() < FEWEST_DATES) {
      return Optional.empty();
    }
    Column date = col("`" + eventDate + "`");
    int third = dates.size() / 3;
    List<LocalDate> middle = dates.subList(third, Math.min(third + 2, dates.size() - 1));
    Column isEverySecond =
        row_number()
            .over(Window.partitionBy(date).orderBy(col(EngineColumns.RECORD_HASH)))
            .mod(2)
            .equalTo(0);
    Column isLate =
        date.equalTo(Date.valueOf(dates.get(dates.size() - 1)))
            .or(date.isin(middle.stream().map(Date::valueOf).toArray()).and(isEverySecond));
    // Rows of one record tie: which of them is late is settled once.
    Dataset<Row> marked = all.withColumn(LATE, isLate).localCheckpoint();
    Dataset<Row> late = part(marked, true);
    return Optional.of(
        new LateArrivalSample(
            part(marked, false),
            late,
            all,
            new TreeSet<>(dates(late, eventDate)),
            all.count(),
            dates.size()));
  }

  private static Dataset<Row> part(Dataset<Row> marked, boolean late) {
    return marked.where(col(LATE).equalTo(lit(late))).drop(LATE).localCheckpoint();
  }

  private static List<LocalDate> dates(Dataset<Row> rows, String eventDate) {
    return rows.select("`" + eventDate + "`").distinct().collectAsList().stream()
        .map(row -> row.getDate(0).toLocalDate())
        .sorted()
        .toList();
  }
}

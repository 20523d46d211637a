// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.pipeline.Sha256;
import io.sluice.record.EngineColumns;
import io.sluice.spark.DriverRows;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Rows as two runs would publish them: first some of every date but the last; then, late, the rest
 * of one or two dates in the middle, and the last date.
 *
 * @param early what was published first
 * @param late what came then
 * @param all both
 * @param touched the dates of late rows
 * @param dates of how many dates all rows are
 */
record LateArrivalSample(
    DriverRows early, DriverRows late, DriverRows all, SortedSet<LocalDate> touched, int dates) {

  /** One that stays as it is, one that gets late rows, and a new one. */
  static final int FEWEST_DATES = 3;

  /**
   * @param rows of the transformed table
   * @return empty where they are of fewer than {@value #FEWEST_DATES} dates
   */
  static Optional<LateArrivalSample> among(Dataset<Row> rows, String eventDate) {
    DriverRows all = DriverRows.of(rows);
    SortedMap<LocalDate, List<InternalRow>> byDate = byDate(all, eventDate);
    List<LocalDate> dates = List.copyOf(byDate.keySet());
    if (dates.size() < FEWEST_DATES) {
      return Optional.empty();
    }
    int third = dates.size() / 3;
    List<LocalDate> middle = dates.subList(third, Math.min(third + 2, dates.size() - 1));
    LocalDate last = dates.get(dates.size() - 1);
    int hash = all.schema().fieldIndex(EngineColumns.RECORD_HASH);
    SortedSet<LocalDate> touched = new TreeSet<>();
    List<InternalRow> early = new ArrayList<>();
    List<InternalRow> late = new ArrayList<>();
    byDate.forEach(
        (date, ofDate) -> {
          ofDate.sort(Comparator.comparingLong(row -> row.getLong(hash)));
          for (int i = 0; i < ofDate.size(); i++) {
            boolean isLate = date.equals(last) || (middle.contains(date) && i % 2 == 1);
            if (isLate) {
              touched.add(date);
            }
            (isLate ? late : early).add(ofDate.get(i));
          }
        });
    return Optional.of(
        new LateArrivalSample(
            new DriverRows(all.schema(), early),
            new DriverRows(all.schema(), late),
            all,
            touched,
            dates.size()));
  }

  /** Hash of what the rows have in some columns, and of which of them come late. */
  String hash(Set<String> columns) {
    List<String> names =
        Arrays.stream(all.schema().fieldNames()).filter(columns::contains).toList();
    return Sha256.shortOf(
        List.of("" + names, early.hash(names), late.hash(names), all.hash(names)));
  }

  private static SortedMap<LocalDate, List<InternalRow>> byDate(DriverRows rows, String eventDate) {
    int ordinal = rows.schema().fieldIndex(eventDate);
    SortedMap<LocalDate, List<InternalRow>> byDate = new TreeMap<>();
    for (InternalRow row : rows.rows()) {
      LocalDate date = LocalDate.ofEpochDay(row.getInt(ordinal));
      byDate.computeIfAbsent(date, any -> new ArrayList<>()).add(row);
    }
    return byDate;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Counted rows by file and event date; a date that can't be told has none. */
public final class CountsByFileAndDate {
  public static final CountsByFileAndDate NONE = new CountsByFileAndDate();

  private final Map<String, Map<Optional<LocalDate>, Long>> rows = new TreeMap<>();

  /** Counts rows that have been written, as any reader finds them. */
  public static CountsByFileAndDate of(Dataset<Row> written, String file, String date) {
    CountsByFileAndDate tally = new CountsByFileAndDate();
    List<Row> counted =
        written
            .groupBy(functions.col("`" + file + "`"), functions.col("`" + date + "`"))
            .count()
            .collectAsList();
    for (Row row : counted) {
      Optional<LocalDate> day =
          row.isNullAt(1) ? Optional.empty() : Optional.of(row.getDate(1).toLocalDate());
      tally.add(row.getString(0), day, row.getLong(2));
    }
    return tally;
  }

  public void add(String file, Optional<LocalDate> date, long count) {
    rows.computeIfAbsent(file, key -> new HashMap<>()).merge(date, count, Long::sum);
  }

  /** The same with the rows of several files counted as those of one. */
  public CountsByFileAndDate by(UnaryOperator<String> name) {
    CountsByFileAndDate tally = new CountsByFileAndDate();
    rows.forEach(
        (file, dates) -> dates.forEach((date, count) -> tally.add(name.apply(file), date, count)));
    return tally;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CountsByFileAndDate tally && tally.rows.equals(rows);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  public long total() {
    return rows.keySet().stream().mapToLong(this::of).sum();
  }

  public long of(String file) {
    return rows.getOrDefault(file, Map.of()).values().stream().mapToLong(Long::longValue).sum();
  }

  public long of(String file, LocalDate date) {
    return rows.getOrDefault(file, Map.of()).getOrDefault(Optional.of(date), 0L);
  }

  public long undated(String file) {
    return rows.getOrDefault(file, Map.of()).getOrDefault(Optional.<LocalDate>empty(), 0L);
  }

  public SortedSet<LocalDate> dates() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    rows.keySet().forEach(file -> dates.addAll(dates(file)));
    return dates;
  }

  public SortedSet<LocalDate> dates(String file) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    rows.getOrDefault(file, Collections.emptyMap())
        .keySet()
        .forEach(day -> day.ifPresent(dates::add));
    return dates;
  }
}

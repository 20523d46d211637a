package io.sluice.transform;

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
final class Tally {
  static final Tally NONE = new Tally();

  private final Map<String, Map<Optional<LocalDate>, Long>> rows = new TreeMap<>();

  /** Counts rows that have been written, as any reader finds them. */
  static Tally of(Dataset<Row> written, String file, String date) {
    Tally tally = new Tally();
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

  void add(String file, Optional<LocalDate> date, long count) {
    rows.computeIfAbsent(file, key -> new HashMap<>()).merge(date, count, Long::sum);
  }

  /** The same with the rows of several files counted as those of one. */
  Tally by(UnaryOperator<String> name) {
    Tally tally = new Tally();
    rows.forEach(
        (file, dates) -> dates.forEach((date, count) -> tally.add(name.apply(file), date, count)));
    return tally;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tally tally && tally.rows.equals(rows);
  }

  @Override
  public int hashCode() {
    return rows.hashCode();
  }

  long total() {
    return rows.keySet().stream().mapToLong(this::of).sum();
  }

  long of(String file) {
    return rows.getOrDefault(file, Map.of()).values().stream().mapToLong(Long::longValue).sum();
  }

  long of(String file, LocalDate date) {
    return rows.getOrDefault(file, Map.of()).getOrDefault(Optional.of(date), 0L);
  }

  long undated(String file) {
    return rows.getOrDefault(file, Map.of()).getOrDefault(Optional.<LocalDate>empty(), 0L);
  }

  SortedSet<LocalDate> dates() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    rows.keySet().forEach(file -> dates.addAll(dates(file)));
    return dates;
  }

  SortedSet<LocalDate> dates(String file) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    rows.getOrDefault(file, Collections.emptyMap())
        .keySet()
        .forEach(day -> day.ifPresent(dates::add));
    return dates;
  }
}

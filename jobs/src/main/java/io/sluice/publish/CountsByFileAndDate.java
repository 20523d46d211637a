// SPDX-License-Identifier: Apache-2.0
package io.sluice.publish;

import static io.sluice.spark.NamedColumns.named;

import io.sluice.change.FileKey;
import io.sluice.relation.LedgerCounts.DateCounts;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counted rows by file and event date; a date that can't be told has none.
 *
 * @param <F> identity of a file: its path within a batch, or its key among all
 * @param rows by file, then by date
 */
public record CountsByFileAndDate<F>(Map<F, Map<Optional<LocalDate>, Long>> rows) {
  public static <F> CountsByFileAndDate<F> none() {
    return new CountsByFileAndDate<>(new HashMap<>());
  }

  /** Counts rows that have been written, as any reader finds them, by path. */
  public static CountsByFileAndDate<String> of(Dataset<Row> written, String file, String date) {
    return counted(row -> row.getString(0), written, date, file);
  }

  /** The same of files of many batches. */
  public static CountsByFileAndDate<FileKey> of(
      Dataset<Row> written, String batch, String file, String date) {
    return counted(
        row -> new FileKey(row.getLong(0), row.getString(1)), written, date, batch, file);
  }

  private static <F> CountsByFileAndDate<F> counted(
      Function<Row, F> key, Dataset<Row> written, String date, String... file) {
    Column[] by = named(Stream.concat(Stream.of(file), Stream.of(date)).toList());
    CountsByFileAndDate<F> counts = none();
    for (Row row : written.groupBy(by).count().collectAsList()) {
      counts.add(
          key.apply(row),
          Optional.ofNullable(row.getDate(file.length)).map(Date::toLocalDate),
          row.getLong(file.length + 1));
    }
    return counts;
  }

  /** A file's counts on each of its dates. */
  public static <F> SortedMap<LocalDate, DateCounts> byDate(
      F file,
      CountsByFileAndDate<F> written,
      CountsByFileAndDate<F> duplicates,
      CountsByFileAndDate<F> quarantined) {
    SortedMap<LocalDate, DateCounts> dates = new TreeMap<>();
    for (CountsByFileAndDate<F> counts : List.of(written, duplicates, quarantined)) {
      for (LocalDate date : counts.dates(file)) {
        dates.put(
            date,
            new DateCounts(
                written.of(file, date), duplicates.of(file, date), quarantined.of(file, date)));
      }
    }
    return dates;
  }

  public void add(F file, Optional<LocalDate> date, long count) {
    rows.computeIfAbsent(file, key -> new HashMap<>()).merge(date, count, Long::sum);
  }

  /** The same with the rows of several files counted as those of one. */
  public <G> CountsByFileAndDate<G> by(Function<F, G> name) {
    CountsByFileAndDate<G> counts = none();
    rows.forEach(
        (file, dates) -> dates.forEach((date, rows) -> counts.add(name.apply(file), date, rows)));
    return counts;
  }

  public long total() {
    return rows.keySet().stream().mapToLong(this::of).sum();
  }

  public long of(F file) {
    return dated(file).values().stream().mapToLong(Long::longValue).sum();
  }

  public long of(F file, LocalDate date) {
    return dated(file).getOrDefault(Optional.of(date), 0L);
  }

  public long undated(F file) {
    return dated(file).getOrDefault(Optional.<LocalDate>empty(), 0L);
  }

  public SortedSet<LocalDate> dates() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    rows.keySet().forEach(file -> dates.addAll(dates(file)));
    return dates;
  }

  public SortedSet<LocalDate> dates(F file) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    dated(file).keySet().forEach(date -> date.ifPresent(dates::add));
    return dates;
  }

  private Map<Optional<LocalDate>, Long> dated(F file) {
    return rows.getOrDefault(file, Map.of());
  }
}

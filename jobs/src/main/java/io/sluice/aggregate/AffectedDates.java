// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import static io.sluice.spark.NamedColumns.named;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import java.time.Duration;
import java.time.LocalDate;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;

/** Dates of an aggregation that may have other rows once some dates of its input have. */
public final class AffectedDates {
  private AffectedDates() {}

  /**
   * The dates of an aggregation whose rows may be others when those of some dates of the
   * transformed table are.
   */
  public static SortedSet<LocalDate> after(
      Pipeline pipeline, Aggregation aggregation, SortedSet<LocalDate> touched) {
    return of(aggregation, read(pipeline, aggregation, touched));
  }

  /** The dates whose rows may be others when the input of some dates is. */
  static SortedSet<LocalDate> of(Aggregation aggregation, SortedSet<LocalDate> dates) {
    return widened(aggregation, dates, 1);
  }

  /** The dates of all that an aggregation reads, as new data touches some dates. */
  static SortedSet<LocalDate> read(
      Pipeline pipeline, Aggregation aggregation, SortedSet<LocalDate> touched) {
    SortedSet<LocalDate> dates = new TreeSet<>();
    for (String relation : aggregation.reads()) {
      dates.addAll(
          pipeline.aggregations().stream()
              .filter(each -> each.relation().equals(relation))
              .findFirst()
              .map(each -> of(each, read(pipeline, each, touched)))
              .orElse(touched));
    }
    return dates;
  }

  /** Dates and those around them, as many overlaps away as asked for. */
  static SortedSet<LocalDate> widened(
      Aggregation aggregation, SortedSet<LocalDate> dates, int overlaps) {
    SortedSet<LocalDate> widened = new TreeSet<>();
    long days = overlaps * days(aggregation);
    for (LocalDate date : dates) {
      for (long i = -days; i <= days; i++) {
        widened.add(date.plusDays(i));
      }
    }
    return widened;
  }

  /** The days of an aggregation's overlap; a part of a day counts as one. */
  static long days(Aggregation aggregation) {
    return aggregation.overlap().orElse(Duration.ZERO).plusDays(1).minusNanos(1).toDays();
  }

  /** A condition that holds for rows of some dates. */
  public static Column isIn(String eventDate, SortedSet<LocalDate> dates) {
    return named(eventDate).isin(dates.stream().map(java.sql.Date::valueOf).toArray());
  }
}

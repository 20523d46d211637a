// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Event dates from one to another, both included. */
public record DateRange(LocalDate from, LocalDate to) {
  /** Every date that a row can have. Options can't say so: a range of theirs has fewer days. */
  public static final DateRange ALL =
      new DateRange(LocalDate.of(1900, 1, 1), LocalDate.of(2100, 12, 31));

  public DateRange {
    if (from.isAfter(to)) {
      throw new IllegalArgumentException(from + " is after " + to);
    }
  }

  public boolean contains(LocalDate date) {
    return !date.isBefore(from) && !date.isAfter(to);
  }

  long days() {
    return ChronoUnit.DAYS.between(from, to) + 1;
  }

  /** Says whether it is {@link #ALL}. */
  public boolean isAll() {
    return equals(ALL);
  }

  /** The shortest text: {@code 2026-11-18} for one day. */
  public String text() {
    return from.equals(to) ? from.toString() : from + ".." + to;
  }

  static DateRange parse(String text) {
    String[] ends = text.split("\\.\\.", -1);
    return new DateRange(LocalDate.parse(ends[0]), LocalDate.parse(ends[ends.length - 1]));
  }

  /** The smallest range that holds this one and a date. */
  public DateRange and(LocalDate date) {
    return new DateRange(date.isBefore(from) ? date : from, date.isAfter(to) ? date : to);
  }

  /** Restricts dates to those that it holds. */
  public SortedSet<LocalDate> restrict(SortedSet<LocalDate> dates) {
    return new TreeSet<>(dates.subSet(from, to.plusDays(1)));
  }

  /** Restricts entries to those whose dates it holds. */
  public <V> SortedMap<LocalDate, V> restrict(SortedMap<LocalDate, V> byDate) {
    return new TreeMap<>(byDate.subMap(from, to.plusDays(1)));
  }

  /** Text such as {@code 2026-11-18..2026-11-19}, or {@code all dates}. */
  @Override
  public String toString() {
    return isAll() ? "all dates" : from + ".." + to;
  }
}

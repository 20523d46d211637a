// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A set of dates as ranges without a gap, so that years of days take one line.
 *
 * @param ranges ascending, with at least one day between two of them
 */
public record DateRanges(List<DateRange> ranges) {
  public static final DateRanges NONE = new DateRanges(List.of());

  public DateRanges {
    ranges = List.copyOf(ranges);
  }

  /** These dates. */
  public static DateRanges of(Collection<LocalDate> dates) {
    List<DateRange> days = new ArrayList<>();
    new TreeSet<>(dates).forEach(date -> days.add(new DateRange(date, date)));
    return merged(days);
  }

  static DateRanges parse(List<String> texts) {
    return new DateRanges(texts.stream().map(DateRange::parse).toList());
  }

  /** The dates of both. */
  public DateRanges and(DateRanges others) {
    List<DateRange> both = new ArrayList<>(ranges);
    both.addAll(others.ranges);
    return merged(both);
  }

  /** These dates, but for those of one range. */
  public DateRanges without(DateRange others) {
    List<DateRange> rest = new ArrayList<>();
    for (DateRange range : ranges) {
      LocalDate before = earlier(range.to(), others.from().minusDays(1));
      LocalDate after = later(range.from(), others.to().plusDays(1));
      if (!before.isBefore(range.from())) {
        rest.add(new DateRange(range.from(), before));
      }
      if (!after.isAfter(range.to())) {
        rest.add(new DateRange(after, range.to()));
      }
    }
    return new DateRanges(rest);
  }

  /** Restricts these dates to those in a range. */
  public DateRanges within(DateRange range) {
    return new DateRanges(
        ranges.stream()
            .filter(each -> !each.to().isBefore(range.from()) && !each.from().isAfter(range.to()))
            .map(
                each ->
                    new DateRange(later(each.from(), range.from()), earlier(each.to(), range.to())))
            .toList());
  }

  /** The same dates one by one. */
  public SortedSet<LocalDate> dates() {
    SortedSet<LocalDate> dates = new TreeSet<>();
    ranges.forEach(each -> each.from().datesUntil(each.to().plusDays(1)).forEach(dates::add));
    return dates;
  }

  /** Number of dates. */
  public long days() {
    return ranges.stream().mapToLong(DateRange::days).sum();
  }

  Optional<LocalDate> last() {
    return ranges.isEmpty() ? Optional.empty() : Optional.of(ranges.get(ranges.size() - 1).to());
  }

  /** Text such as {@code 2026-11-01..2026-11-19}, or one date. */
  public List<String> texts() {
    return ranges.stream().map(DateRange::text).toList();
  }

  private static LocalDate earlier(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  private static DateRanges merged(List<DateRange> some) {
    List<DateRange> merged = new ArrayList<>();
    for (DateRange next : some.stream().sorted(Comparator.comparing(DateRange::from)).toList()) {
      DateRange before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (before == null || before.to().plusDays(1).isBefore(next.from())) {
        merged.add(next);
      } else if (before.to().isBefore(next.to())) {
        merged.set(merged.size() - 1, new DateRange(before.from(), next.to()));
      }
    }
    return new DateRanges(merged);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
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
public record DateRanges(List<Range> ranges) {
  static final DateRanges NONE = new DateRanges(List.of());
  private static final String TO = "..";

  /** Some days in a row, both ends included. */
  public record Range(LocalDate first, LocalDate last) {
    long days() {
      return ChronoUnit.DAYS.between(first, last) + 1;
    }

    @Override
    public String toString() {
      return first.equals(last) ? first.toString() : first + TO + last;
    }

    static Range parse(String text) {
      int to = text.indexOf(TO);
      return to < 0
          ? new Range(LocalDate.parse(text), LocalDate.parse(text))
          : new Range(
              LocalDate.parse(text.substring(0, to)),
              LocalDate.parse(text.substring(to + TO.length())));
    }
  }

  public DateRanges {
    ranges = List.copyOf(ranges);
  }

  /** These dates. */
  public static DateRanges of(Collection<LocalDate> dates) {
    List<Range> days = new ArrayList<>();
    new TreeSet<>(dates).forEach(date -> days.add(new Range(date, date)));
    return merged(days);
  }

  static DateRanges parse(List<String> texts) {
    return new DateRanges(texts.stream().map(Range::parse).toList());
  }

  /** The dates of both. */
  public DateRanges and(DateRanges others) {
    List<Range> both = new ArrayList<>(ranges);
    both.addAll(others.ranges);
    return merged(both);
  }

  /** These dates, but for those of one range. */
  public DateRanges without(DateRange others) {
    List<Range> rest = new ArrayList<>();
    for (Range range : ranges) {
      LocalDate before = earlier(range.last(), others.from().minusDays(1));
      LocalDate after = later(range.first(), others.to().plusDays(1));
      if (!before.isBefore(range.first())) {
        rest.add(new Range(range.first(), before));
      }
      if (!after.isAfter(range.last())) {
        rest.add(new Range(after, range.last()));
      }
    }
    return new DateRanges(rest);
  }

  /** Those of these dates that are in a range. */
  public DateRanges within(DateRange range) {
    return new DateRanges(
        ranges.stream()
            .map(
                each ->
                    new Range(later(each.first(), range.from()), earlier(each.last(), range.to())))
            .filter(each -> !each.first().isAfter(each.last()))
            .toList());
  }

  /** How many dates there are. */
  public long days() {
    return ranges.stream().mapToLong(Range::days).sum();
  }

  Optional<LocalDate> last() {
    return ranges.isEmpty() ? Optional.empty() : Optional.of(ranges.get(ranges.size() - 1).last());
  }

  /** Such as {@code 2026-11-01..2026-11-19}, or one date. */
  public List<String> texts() {
    return ranges.stream().map(Range::toString).toList();
  }

  private static LocalDate earlier(LocalDate a, LocalDate b) {
    return a.isBefore(b) ? a : b;
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }

  private static DateRanges merged(List<Range> some) {
    SortedSet<Range> ascending =
        new TreeSet<>(Comparator.comparing(Range::first).thenComparing(Range::last));
    ascending.addAll(some);
    List<Range> merged = new ArrayList<>();
    for (Range next : ascending) {
      Range before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (before == null || before.last().plusDays(1).isBefore(next.first())) {
        merged.add(next);
      } else if (before.last().isBefore(next.last())) {
        merged.set(merged.size() - 1, new Range(before.first(), next.last()));
      }
    }
    return new DateRanges(merged);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.history;

import io.sluice.change.DateRanges;
import io.sluice.text.Counted;
import java.time.LocalDate;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the holder of an older state of a relation lacks, such as the target of an export.
 *
 * @param extent how much that is
 * @param dates those whose rows it lacks, where that is all
 * @param why it lacks everything, in words for a verdict; empty otherwise
 */
public record Backlog(Extent extent, SortedSet<LocalDate> dates, String why) {
  public static final Backlog NOTHING = new Backlog(Extent.NOTHING, new TreeSet<>(), "");
  public static final Backlog UNPUBLISHED = new Backlog(Extent.UNPUBLISHED, new TreeSet<>(), "");

  /** How much that is. */
  public enum Extent {
    /** There is nothing to send yet. */
    UNPUBLISHED,
    NOTHING,
    DATES,
    EVERYTHING
  }

  public static Backlog everything(String why) {
    return new Backlog(Extent.EVERYTHING, new TreeSet<>(), why);
  }

  static Backlog of(SortedSet<LocalDate> dates) {
    return dates.isEmpty() ? NOTHING : new Backlog(Extent.DATES, dates, "");
  }

  /** Says whether there is something to send. */
  public boolean isDue() {
    return extent == Extent.DATES || extent == Extent.EVERYTHING;
  }

  /** Text such as {@code 3 dates (2026-11-01..2026-11-03)} or {@code everything (never sent)}. */
  @Override
  public String toString() {
    return switch (extent) {
      case UNPUBLISHED -> "not published yet";
      case NOTHING -> "nothing";
      case DATES ->
          "%s (%s)"
              .formatted(
                  Counted.of(dates.size(), "date"),
                  String.join(", ", DateRanges.of(dates).texts()));
      case EVERYTHING -> "everything (%s)".formatted(why);
    };
  }
}

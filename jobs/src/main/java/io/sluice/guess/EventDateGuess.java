// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess;

import io.sluice.problem.Problem;
import io.sluice.text.Suggestions;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataTypes;

/** Chooses the event date: the day on which what a record tells of has happened. */
record EventDateGuess(List<OutputColumn> columns, int records, Wishes wishes, OutputNames names) {
  private static final int FIRST_DAY = (int) LocalDate.of(1900, 1, 1).toEpochDay();
  private static final int LAST_DAY = (int) LocalDate.of(2100, 12, 31).toEpochDay();
  private static final String LANDED = "_landed_at";
  private static final String OPTION = "--event-date";

  EventDate guess() {
    List<OutputColumn> times =
        columns.stream().filter(each -> !each.hasParts() && each.isTime()).toList();
    if (wishes.eventDate().isPresent()) {
      return wished(wishes.eventDate().get(), times);
    }
    List<OutputColumn> usable = times.stream().filter(this::isUsable).toList();
    Optional<OutputColumn> best =
        usable.stream()
            .filter(each -> !each.hint().isOtherTime())
            .min(Comparator.comparingInt(each -> each.hint().eventRank()))
            .or(() -> usable.stream().findFirst());
    return best.map(column -> of(column, why(column, usable, times)))
        .orElseGet(() -> landing(noTime(times)));
  }

  private EventDate wished(String wish, List<OutputColumn> times) {
    if (wish.equals(LANDED)) {
      return landing("as " + OPTION + " says");
    }
    return OutputColumn.find(times, wish)
        .map(column -> of(column, "as " + OPTION + " says"))
        .orElseThrow(
            () -> {
              List<String> known =
                  times.stream().map(OutputColumn::origin).collect(Collectors.toList());
              known.add(LANDED);
              return Problem.invalid(
                  "Cannot use '%s' as %s: the sample has no date or time of this name%s; name one of %s (the day on which a file lands)"
                      .formatted(
                          wish,
                          OPTION,
                          Suggestions.didYouMean(wish, known),
                          String.join(", ", known)));
            });
  }

  private EventDate of(OutputColumn column, String why) {
    if (column.type().equals(DataTypes.DateType)) {
      return EventDate.of(column, why);
    }
    String stem = column.name().replaceFirst("_?(at|time|timestamp|ts|zeit)$", "");
    String named = stem.isEmpty() || stem.equals("date") ? "event" : stem;
    String name =
        names.unused(
            named.endsWith("date") || named.endsWith("datum") ? named + "_day" : named + "_date");
    return EventDate.ofTime(name, column, wishes.zone().orElse(ZoneId.of("UTC")), why);
  }

  private EventDate landing(String why) {
    return EventDate.ofLanding(names.unused("landed_date"), why);
  }

  /**
   * There in every record that isn't quarantined for it, and in the years that an event date may
   * have.
   */
  private boolean isUsable(OutputColumn column) {
    EventDate date = EventDate.ofTime("", column, ZoneId.of("UTC"), "");
    int known = 0;
    for (int i = 0; i < records; i++) {
      Integer day = date.day(i, null);
      if (column.isMissing(i) || (day != null && (day < FIRST_DAY || day > LAST_DAY))) {
        return false;
      }
      known += day == null ? 0 : 1;
    }
    return known > 0;
  }

  private static String why(
      OutputColumn chosen, List<OutputColumn> usable, List<OutputColumn> times) {
    String others =
        usable.stream()
            .filter(each -> !each.equals(chosen))
            .map(OutputColumn::origin)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      return "named most like the time of an event, and in every record; %s would do as well"
          .formatted(others);
    }
    return times.size() == 1
        ? "the only date or time of the sample"
        : "the only date or time that every record has";
  }

  private static String noTime(List<OutputColumn> times) {
    return times.isEmpty()
        ? "the sample has no date and no time, so it is the day on which a file lands"
        : "no date or time is in every record (%s), so it is the day on which a file lands"
            .formatted(times.stream().map(OutputColumn::origin).collect(Collectors.joining(", ")));
  }
}

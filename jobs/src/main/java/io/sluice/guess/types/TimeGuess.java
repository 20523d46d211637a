// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.TimeFormats;
import io.sluice.column.Values;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** Dates and times, by the formats that all values fit. */
final class TimeGuess implements TypeGuess {
  /** So many texts of eight digits that are all dates are dates, whatever the column is called. */
  private static final int ENOUGH_DIGITS = 5;

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    long most = context.mostStrays(values);
    return TimeFormats.of(values, most)
        .filter(formats -> !isOfDigits(values) || seemTimes(name, values))
        .flatMap(formats -> typing(values, formats, most, context));
  }

  private static boolean isOfDigits(Values values) {
    return values.first(text -> !text.strip().matches("\\d+")).isEmpty();
  }

  private static boolean seemTimes(ColumnName name, Values values) {
    return name.isTime() || (!name.isCode() && values.distinct().size() >= ENOUGH_DIGITS);
  }

  private static Optional<Typing> typing(
      Values values, TimeFormats formats, long most, GuessContext context) {
    DataType type = formats.hasTime() ? DataTypes.TimestampType : DataTypes.DateType;
    long day = context.parsers().refused(values, type, formats.dayFirst());
    long month = context.parsers().refused(values, type, formats.monthFirst());
    boolean isOpen = !formats.dayFirst().equals(formats.monthFirst());
    if (Math.min(day, month) > most) {
      return Optional.empty();
    } else if (isOpen && day == month) {
      return Optional.of(open(values, formats, type, day, context.order()));
    }
    List<String> chosen = day <= month ? formats.dayFirst() : formats.monthFirst();
    String told = isOpen ? ": some have a number above 12 where the day is" : "";
    return Optional.of(
        Typing.ofTimes(
            type,
            chosen,
            fit(values, chosen, Math.min(day, month)) + told,
            Math.min(day, month),
            false));
  }

  /** Texts that are dates with the day first, and with the month first too. */
  private static Typing open(
      Values values, TimeFormats formats, DataType type, long strays, DayOrder order) {
    Optional<Boolean> ascending = Ascending.dayFirst(values, formats, type);
    boolean dayFirst = ascending.orElse(order.dayFirst());
    List<String> chosen = dayFirst ? formats.dayFirst() : formats.monthFirst();
    List<String> other = dayFirst ? formats.monthFirst() : formats.dayFirst();
    String why = ascending.isPresent() ? "so read they ascend from record to record" : order.why();
    boolean isDoubtful = ascending.isEmpty() && !order.isKnown();
    String evidence =
        "%s; %s would fit as well: %s%s"
            .formatted(
                fit(values, chosen, strays),
                String.join(", ", other),
                why,
                isDoubtful ? "; ASK whoever sends the files" : "");
    return Typing.ofTimes(type, chosen, evidence, strays, isDoubtful);
  }

  private static String fit(Values values, List<String> formats, long strays) {
    String which = String.join(" or ", formats);
    return strays == 0
        ? values.counted() + (values.present().size() == 1 ? " is " : " are ") + which
        : "%d of %d values are %s"
            .formatted(values.present().size() - strays, values.present().size(), which);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.TimeFormats;
import io.sluice.column.Values;
import io.sluice.refine.FieldParser;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Dates and times, by the formats that all values fit. */
final class TimeGuess implements TypeGuess {
  /** So many texts of eight digits that are all dates are dates, whatever the column is called. */
  private static final int ENOUGH_DIGITS = 5;

  private static final Pattern TWO_DIGITS = Pattern.compile("(?<!y)yy(?!y)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z]{3,}");
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** A year that few files tell of, and many birthdays of the century before. */
  private static final int FAR = 2040;

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    long most = context.mostStrays(values);
    return TimeFormats.of(values, most)
        .filter(formats -> !isOfDigits(values) || seemTimes(name, values))
        .flatMap(formats -> typing(values, formats, most, context))
        .or(() -> inOtherCase(values, context))
        .map(typing -> inCentury(typing, values, context));
  }

  /** Names of months in upper or lower case, which SQL reads and no format of a column does. */
  private static Optional<Typing> inOtherCase(Values values, GuessContext context) {
    Values usual = new Values(values.present().stream().map(TimeGuess::capitalised).toList());
    if (usual.present().equals(values.present())) {
      return Optional.empty();
    }
    return TimeFormats.of(usual, 0)
        .filter(formats -> !formats.hasTime())
        .flatMap(formats -> typing(usual, formats, 0, context))
        .map(
            typing ->
                TextTimes.of(
                    typing,
                    context,
                    TimeGuess::capitalised,
                    typing.evidence() + ", but for upper and lower case in names of months",
                    typing.isDoubtful()));
  }

  private static String capitalised(String text) {
    return WORD.matcher(text)
        .replaceAll(
            word ->
                word.group().substring(0, 1).toUpperCase(Locale.ROOT)
                    + word.group().substring(1).toLowerCase(Locale.ROOT));
  }

  /** Years of two digits that are far away may have been meant as those of another century. */
  private static Typing inCentury(Typing typing, Values values, GuessContext context) {
    boolean isShort = typing.formats().stream().anyMatch(TWO_DIGITS.asPredicate());
    if (!isShort) {
      return typing;
    }
    FieldParser parser = context.parsers().of(DataTypes.DateType, typing.formats(), UTC);
    return values
        .first(text -> isFar(parser.parse(UTF8String.fromString(text))))
        .map(
            text ->
                typing.withDoubt(
                    "years of two digits are read as 2000 to 2099, also those from %d on, such as %s: have them written with four"
                        .formatted(FAR, year(parser.parse(UTF8String.fromString(text))))))
        .orElse(typing);
  }

  private static boolean isFar(Object day) {
    return day != null && year(day) >= FAR;
  }

  private static int year(Object day) {
    return LocalDate.ofEpochDay((Integer) day).getYear();
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

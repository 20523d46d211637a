// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.PersonalData;
import io.sluice.column.TimeFormats;
import io.sluice.column.Values;
import io.sluice.refine.FieldParser;
import io.sluice.text.Escaped;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Text of which most is numbers or times, so that somebody may have meant a column of them: the
 * rest is said, and what could be done about it.
 */
final class NearMissGuess implements TypeGuess {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    return times(name, values, context).or(() -> numbers(name, values, context));
  }

  private static Optional<Typing> times(ColumnName name, Values values, GuessContext context) {
    return TimeFormats.of(values, values.present().size() / 2)
        .filter(formats -> values.first(text -> !text.strip().matches("\\d+")).isPresent())
        .flatMap(
            formats -> {
              DataType type = formats.hasTime() ? DataTypes.TimestampType : DataTypes.DateType;
              List<String> day = formats.dayFirst();
              List<String> month = formats.monthFirst();
              boolean isDay =
                  context.parsers().refused(values, type, day)
                      <= context.parsers().refused(values, type, month);
              List<String> chosen = isDay ? day : month;
              return typing(
                  name, values, context, type, chosen, "are " + String.join(" or ", chosen));
            });
  }

  private static Optional<Typing> numbers(ColumnName name, Values values, GuessContext context) {
    return name.isCode()
        ? Optional.empty()
        : typing(name, values, context, DataTypes.DoubleType, List.of(), "are numbers");
  }

  /** Text, where it is half of the values at most that a type doesn't take. */
  private static Optional<Typing> typing(
      ColumnName name,
      Values values,
      GuessContext context,
      DataType type,
      List<String> formats,
      String what) {
    FieldParser parser = context.parsers().of(type, formats, UTC);
    Values others = values.without(text -> parser.parse(UTF8String.fromString(text)) != null);
    int all = values.present().size();
    int fit = all - others.present().size();
    if (others.isEmpty() || fit * 2 < all) {
      return Optional.empty();
    }
    String shown =
        PersonalData.isIn(name, values)
            ? "others aren't"
            : Escaped.quoted(others.present().get(0)) + " isn't";
    String meaning =
        others.distinct().size() == 1
            ? "nullif() or a case in transformations.sql can say what it means"
            : "a case in transformations.sql can say what such values mean";
    return Optional.of(
        Typing.ofTimes(
            DataTypes.StringType,
            List.of(),
            "%d of %d values %s, and %s: text, so that none is refused; %s"
                .formatted(fit, all, what, shown, meaning),
            0,
            true));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import io.sluice.pipeline.NumberSeparators;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/**
 * Numbers as people write them and no type takes them: with a currency or a percent sign, in
 * parentheses or with the minus behind where they are negative, without a digit before the point,
 * or with other separators than the sample's other columns. The column stays text; SQL makes a
 * number of it, and a rule refuses what is written in any other way.
 */
final class DressedNumberGuess implements TypeGuess {
  private static final int MOST_WAYS = 6;
  private static final int PRECISION = 18;
  private static final int MOST_PRECISION = 38;
  private static final int MONEY_DECIMALS = 2;
  private static final String MINUS = "[(\u2212-]";
  private static final Set<String> CURRENCIES =
      Set.of(
          ("EUR USD GBP CHF JPY CNY SEK NOK DKK PLN CZK HUF RON BGN TRY CAD AUD NZD INR BRL ZAR "
                  + "kr zł Kč Ft Fr")
              .split(" "));

  private static final List<NumberSeparators> OTHERS =
      List.of(
          NumberSeparators.PLAIN,
          new NumberSeparators(".", ","),
          new NumberSeparators(",", "."),
          new NumberSeparators(",", ""),
          new NumberSeparators(".", "'"),
          new NumberSeparators(".", "\u2019"),
          new NumberSeparators(",", " "),
          new NumberSeparators(",", "\u00a0"),
          new NumberSeparators(",", "\u202f"),
          new NumberSeparators(".", " "));

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    if (!values.all(text -> text.matches(".*\\d.*"))) {
      return Optional.empty();
    }
    NumberSeparators own = context.parsers().numbers();
    return Stream.of(false, true)
        .flatMap(
            isLoose ->
                Stream.concat(Stream.of(own), OTHERS.stream())
                    .map(separators -> new NumberText(separators, isLoose)))
        .filter(number -> values.all(number::isIn))
        .findFirst()
        .flatMap(number -> typing(name, values, number));
  }

  private static Optional<Typing> typing(ColumnName name, Values values, NumberText number) {
    Set<String> ways = values.present().stream().map(number::way).collect(Collectors.toSet());
    Set<String> signs =
        ways.stream()
            .map(way -> way.replaceAll("[#()+\u2212\\s\u00a0\u202f-]", ""))
            .filter(sign -> !sign.isEmpty())
            .collect(Collectors.toSet());
    boolean areSigns = signs.stream().allMatch(DressedNumberGuess::isSign);
    // 12- and (12) are numbers beside a 12, and may be anything where there is none.
    boolean areNumbers = !signs.isEmpty() || ways.contains("#");
    if (ways.size() > MOST_WAYS || !areSigns || !areNumbers) {
      return Optional.empty();
    } else if (signs.size() > 1) {
      return Optional.of(several(values, signs));
    }
    int scale = 0;
    int digits = 1;
    for (String text : values.present()) {
      BigDecimal value = number.value(text);
      scale = Math.max(scale, value.scale());
      digits = Math.max(digits, value.precision() - value.scale());
    }
    boolean isMoney = name.isMoney() || signs.stream().anyMatch(sign -> !sign.matches("[%‰]"));
    scale = isMoney ? Math.max(MONEY_DECIMALS, scale) : scale;
    int precision = Math.max(PRECISION, digits + scale + 2);
    return precision > MOST_PRECISION
        ? Optional.empty()
        : Optional.of(typing(values, number, ways, DataTypes.createDecimalType(precision, scale)));
  }

  private static Typing typing(
      Values values, NumberText number, Set<String> ways, DecimalType type) {
    List<String> written = ways.stream().sorted().toList();
    String evidence =
        "%s are numbers written %s%s, which no type takes"
                .formatted(
                    values.counted(),
                    written.stream()
                        .map(way -> "'" + way + "'")
                        .collect(Collectors.joining(" or ")),
                    number.described())
            + (isOpen(values, number)
                ? "; with other separators they would be other numbers: ASK whoever sends the files"
                : "");
    Conversion conversion =
        new Conversion(
            sql(number, written, type),
            type,
            text -> Decimal.apply(number.value(text), type.precision(), type.scale()),
            Optional.of(
                new Conversion.Form(
                    "^ *(" + number.pattern(written, type.scale()) + ") *$",
                    "as the sample writes it: anything else would be another number in transformations.sql")));
    return new Typing(DataTypes.StringType, List.of(), evidence, 0, Optional.of(conversion), true);
  }

  private static Typing several(Values values, Set<String> signs) {
    return Typing.of(
            DataTypes.StringType,
            "%s are numbers with one of several signs (%s)"
                .formatted(
                    values.counted(), signs.stream().sorted().collect(Collectors.joining(", "))))
        .withDoubt("text, since nobody can add them up");
  }

  /** Says whether other separators make other numbers of the same texts. */
  private static boolean isOpen(Values values, NumberText number) {
    return OTHERS.stream()
        .map(separators -> new NumberText(separators, number.isLoose()))
        .filter(other -> values.all(other::isIn))
        .anyMatch(
            other -> !values.all(text -> other.value(text).compareTo(number.value(text)) == 0));
  }

  /** An expression with %s for the column, over texts that have one of the forms. */
  private static String sql(NumberText number, List<String> ways, DecimalType type) {
    String decimal = number.separators().decimal();
    String plain = "regexp_replace(%1$s, '[^0-9" + decimal + "]', '')";
    String digits = decimal.equals(".") ? plain : "replace(" + plain + ", ',', '.')";
    boolean hasMinus = ways.stream().anyMatch(way -> way.matches(".*" + MINUS + ".*"));
    String signed =
        hasMinus ? "concat(if(%1$s rlike '" + MINUS + "', '-', ''), " + digits + ")" : digits;
    return "cast(" + signed + " as " + type.sql().toLowerCase(Locale.ROOT) + ")";
  }

  private static boolean isSign(String sign) {
    return sign.matches("\\p{Sc}|[%‰]|[A-Z]{1,3}\\p{Sc}") || CURRENCIES.contains(sign);
  }
}

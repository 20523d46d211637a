// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.column.ColumnName;
import io.sluice.column.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Numbers: whole ones, those with as many decimals as the sample has, and floating point where
 * there is no number of decimals that all would keep to.
 */
final class NumberGuess implements TypeGuess {
  /** Of larger ones the next may be too large for an INT. */
  private static final int MOST_DIGITS_OF_INT = 6;

  private static final int MONEY_DECIMALS = 2;
  private static final int PRECISION = 18;
  private static final int MOST_PRECISION = 38;

  /** Numbers of decimals that differ so much are those of measurements, not of a unit. */
  private static final int MOST_SCALES = 5;

  private static final int MANY_DECIMALS = 6;

  @Override
  public Optional<Typing> of(ColumnName name, Values values, GuessContext context) {
    Values numbers = values.without(text -> !isNumber(text, context));
    int strays = values.present().size() - numbers.present().size();
    boolean areWords =
        strays == 0 || values.all(text -> isNumber(text, context) || !text.matches(".*\\d.*"));
    if (numbers.isEmpty() || strays > context.mostStrays(values) || !areWords) {
      return Optional.empty();
    }
    return Optional.of(typing(name, numbers, strays, context));
  }

  private static boolean isNumber(String text, GuessContext context) {
    return context.parsers().takeAll(new Values(List.of(text)), DataTypes.DoubleType);
  }

  private static Typing typing(ColumnName name, Values numbers, long strays, GuessContext context) {
    String all = numbers.counted() + (strays == 0 ? "" : " but " + strays);
    TreeSet<Integer> scales = new TreeSet<>();
    int most = 1;
    boolean hasExponent = false;
    for (String text : numbers.present()) {
      hasExponent |= text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
      BigDecimal number = Plain.number(text, context.parsers().numbers());
      scales.add(Math.max(0, number.scale()));
      most = Math.max(most, number.precision() - number.scale());
    }
    int scale = scales.last();
    if (hasExponent) {
      return exponents(name, strays);
    } else if (scales.size() > MOST_SCALES && scale > MANY_DECIMALS && !name.isMoney()) {
      return Typing.of(
          DataTypes.DoubleType,
          "%s have %d to %d decimals, as measurements have; DECIMAL would be exact"
              .formatted(all, scales.first(), scale),
          strays);
    } else if (scale == 0 && !name.isMoney()) {
      return whole(most, all, strays);
    }
    return decimal(name, most, scale, scales.first(), all, strays);
  }

  private static Typing exponents(ColumnName name, long strays) {
    Typing typing =
        Typing.of(
            DataTypes.DoubleType,
            "some values have an exponent, so that they are not exact",
            strays);
    if (name.isCode()) {
      return text("some values have an exponent, as Excel writes long digits, which are lost then");
    }
    return name.isMoney() ? typing.withDoubt("an amount should have none in the files") : typing;
  }

  /** Where no type of numbers keeps what the values are. */
  private static Typing text(String why) {
    return Typing.of(DataTypes.StringType, why).withDoubt("text, so that no more is lost");
  }

  private static Typing whole(int digits, String all, long strays) {
    if (digits > MOST_PRECISION) {
      return text("%s have up to %d digits, more than DECIMAL keeps".formatted(all, digits));
    }
    DataType type = digits <= MOST_DIGITS_OF_INT ? DataTypes.IntegerType : DataTypes.LongType;
    return Typing.of(
        digits > PRECISION ? DataTypes.createDecimalType(MOST_PRECISION, 0) : type,
        "%s are whole, of at most %d %s".formatted(all, digits, digits == 1 ? "digit" : "digits"),
        strays);
  }

  private static Typing decimal(
      ColumnName name, int digits, int scale, int least, String all, long strays) {
    int kept = name.isMoney() ? Math.max(MONEY_DECIMALS, scale) : scale;
    int precision = Math.max(PRECISION, digits + kept + 2);
    if (precision > MOST_PRECISION) {
      return text("%s have up to %d digits, more than DECIMAL keeps".formatted(all, digits + kept));
    }
    String decimals = least == scale ? String.valueOf(scale) : least + " to " + scale;
    String named = name.isMoney() ? ", and it is named like an amount: exact, never DOUBLE" : "";
    return Typing.of(
        DataTypes.createDecimalType(precision, kept),
        "%s %s %s %s%s"
            .formatted(
                all,
                all.equals("the one value") ? "has" : "have",
                decimals,
                decimals.equals("1") ? "decimal" : "decimals",
                named),
        strays);
  }
}

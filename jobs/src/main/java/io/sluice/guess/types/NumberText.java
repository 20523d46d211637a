// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.pipeline.NumberSeparators;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One number within a text, and the way in which the text is written around it: {@code ($#)} of
 * {@code ($1,234.50)}.
 */
final class NumberText {
  /** Signs of their own, which no other number may be hidden in. */
  private static final String AROUND = "[^0-9.,'\u2019]*";

  private static final Pattern NEGATIVE = Pattern.compile("[(\u2212-]");
  private static final int ANY_SCALE = 38;

  private final NumberSeparators separators;
  private final boolean isLoose;
  private final Pattern number;
  private final Pattern whole;

  /**
   * @param isLoose whether a number may begin or end with the separator of its decimals, and have
   *     groups of two digits, as in India
   */
  NumberText(NumberSeparators separators, boolean isLoose) {
    this.separators = separators;
    this.isLoose = isLoose;
    this.number = Pattern.compile(number(ANY_SCALE));
    this.whole = Pattern.compile(AROUND + number(ANY_SCALE) + AROUND);
  }

  NumberSeparators separators() {
    return separators;
  }

  boolean isLoose() {
    return isLoose;
  }

  boolean isIn(String text) {
    return whole.matcher(text).matches();
  }

  /** The text with # in place of its number. */
  String way(String text) {
    return found(text).replaceFirst("#").replaceAll("^ +| +$", "");
  }

  /** The number, negative where a minus or parentheses say so. */
  BigDecimal value(String text) {
    String digits = found(text).group();
    String plain = separators.hasGroups() ? digits.replace(separators.group(), "") : digits;
    BigDecimal value = new BigDecimal(plain.replace(separators.decimal(), "."));
    return NEGATIVE.matcher(text).find() ? value.negate() : value;
  }

  /**
   * A pattern of texts written in some ways, for Java and for a literal of SQL: it holds no
   * backslash.
   *
   * @param scale the most digits after the point
   */
  String pattern(List<String> ways, int scale) {
    return ways.stream()
        .map(way -> literal(way).replace("#", number(scale)))
        .collect(Collectors.joining("|"));
  }

  /** How its separators are called, where they are not the plain ones. */
  String described() {
    return separators.equals(NumberSeparators.PLAIN) ? "" : separators.described(true);
  }

  private Matcher found(String text) {
    Matcher found = number.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException("a text without a number");
    }
    return found;
  }

  private String number(int scale) {
    String point = "[" + separators.decimal() + "]";
    if (isLoose) {
      return "(%1$s(%2$s[0-9]{0,%3$d})?|%2$s[0-9]{1,%4$d})"
          .formatted(digits(), point, scale, Math.max(1, scale));
    }
    return scale == 0 ? digits() : "%s(%s[0-9]{1,%d})?".formatted(digits(), point, scale);
  }

  private String digits() {
    String indian = isLoose ? "|[0-9]{1,2}(%1$s[0-9]{2})+%1$s[0-9]{3}" : "";
    return separators.hasGroups()
        ? ("([0-9]{1,3}(%1$s[0-9]{3})+" + indian + "|[0-9]+)")
            .formatted("[" + separators.group() + "]")
        : "[0-9]+";
  }

  /** Characters that mean something in a pattern are in brackets. */
  private static String literal(String way) {
    return way.replaceAll("([.$()+?*|{}])", "[$1]");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.column.EngineParsers;
import io.sluice.column.Values;
import io.sluice.pipeline.NumberSeparators;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;

/**
 * Separators of the numbers in a sample: those with which most columns are numbers, the plainest of
 * them.
 *
 * @param why where they are from; empty where they are plain, and nothing was to be decided
 * @param isDoubtful whether other ones would fit as well, with other values
 */
record NumberStyle(NumberSeparators separators, String why, boolean isDoubtful) {
  private static final List<NumberSeparators> CANDIDATES =
      List.of(
          NumberSeparators.PLAIN,
          new NumberSeparators(",", ""),
          new NumberSeparators(".", ","),
          new NumberSeparators(",", "."),
          new NumberSeparators(",", "\u00a0"),
          new NumberSeparators(",", "\u202f"),
          new NumberSeparators(",", "\u2009"),
          new NumberSeparators(",", " "),
          new NumberSeparators(".", "'"),
          new NumberSeparators(".", "\u2019"),
          new NumberSeparators(".", " "));

  static NumberStyle of(List<Values> columns) {
    NumberSeparators best = NumberSeparators.PLAIN;
    long most = numeric(columns, best);
    for (NumberSeparators candidate : CANDIDATES) {
      long numeric = numeric(columns, candidate);
      if (numeric > most) {
        best = candidate;
        most = numeric;
      }
    }
    return judged(columns, best);
  }

  /**
   * A lone separator in front of three digits may stand for decimals or between groups. Decimals
   * are there in every value or in none, mostly; groups only in large ones.
   */
  private static NumberStyle judged(List<Values> columns, NumberSeparators best) {
    NumberSeparators swapped = swapped(best);
    List<Values> told =
        columns.stream()
            .filter(values -> has(values, best.decimal()) && takes(values, best))
            .toList();
    boolean isOpen =
        !best.hasGroups() && !told.isEmpty() && numeric(columns, swapped) == numeric(columns, best);
    if (!isOpen) {
      return new NumberStyle(best, why(best), false);
    }
    boolean areGroups = told.stream().allMatch(values -> hasSmallWhole(values, best.decimal()));
    return new NumberStyle(
        areGroups ? swapped : best,
        areGroups
            ? "three digits follow each %s, and only numbers above 999 have one, so it is between groups; were it in front of decimals, decimal would be it"
                .formatted(named(best.decimal()))
            : "three digits follow each %s; it is taken for the one in front of decimals, since no number below 1000 goes without; ASK whoever sends the files"
                .formatted(named(best.decimal())),
        true);
  }

  private static boolean hasSmallWhole(Values values, String separator) {
    Values whole = values.without(text -> text.contains(separator));
    return !whole.isEmpty() && whole.all(text -> text.strip().matches("[+-]?\\d{1,3}"));
  }

  private static NumberSeparators swapped(NumberSeparators best) {
    return best.decimal().equals(".")
        ? new NumberSeparators(",", ".")
        : new NumberSeparators(".", ",");
  }

  private static boolean has(Values values, String separator) {
    return values.first(text -> text.contains(separator)).isPresent();
  }

  private static long numeric(List<Values> columns, NumberSeparators separators) {
    return columns.stream().filter(values -> takes(values, separators)).count();
  }

  private static boolean takes(Values values, NumberSeparators separators) {
    return values.first(text -> text.matches(".*\\d.*")).isPresent()
        && new EngineParsers(separators).takeAll(values, DataTypes.DoubleType);
  }

  private static String why(NumberSeparators best) {
    if (best.equals(NumberSeparators.PLAIN)) {
      return "";
    }
    String groups =
        best.hasGroups()
            ? " and %s between groups of three digits".formatted(one(best.group()))
            : "";
    return "with %s before decimals%s, columns are numbers that would be text otherwise"
        .formatted(one(best.decimal()), groups);
  }

  private static String one(String separator) {
    String name = named(separator);
    return (name.startsWith("a") ? "an " : "a ") + name;
  }

  private static String named(String separator) {
    return switch (separator) {
      case "." -> "point";
      case "," -> "comma";
      case " ", "\u00a0", "\u202f", "\u2009" -> "blank";
      default -> "apostrophe";
    };
  }
}

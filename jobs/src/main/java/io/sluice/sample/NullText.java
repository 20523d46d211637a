// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.column.TimeFormats;
import io.sluice.column.Values;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text that stands for a missing value: with it some column is text, and without it a number or a
 * time.
 */
record NullText(String text, String why) {
  /** Texts that programs write for a missing value. */
  private static final List<String> TEXTS =
      List.of(
          "NULL", "null", "\\N", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "None", "none", "nil",
          "-", "--", "?", ".", "(null)", "<null>", "k.A.", "n.a.");

  /** Those that mean nothing else, in whatever column they stand. */
  private static final List<String> CERTAIN = List.of("\\N", "NULL", "null", "(null)", "<null>");

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d[\\d.,' ]*([eE][+-]?\\d+)?");

  static boolean isOne(String text) {
    return TEXTS.contains(text);
  }

  /** The text that most columns ask for; empty where none does. */
  static Optional<NullText> of(List<Values> columns) {
    NullText best = null;
    long most = 0;
    for (String text : TEXTS) {
      long freed = columns.stream().filter(values -> frees(values, text)).count();
      if (freed > most) {
        most = freed;
        best = new NullText(text, why(columns, text, freed));
      }
    }
    return Optional.ofNullable(best).or(() -> certain(columns));
  }

  private static Optional<NullText> certain(List<Values> columns) {
    return CERTAIN.stream()
        .filter(text -> columns.stream().anyMatch(values -> values.present().contains(text)))
        .findFirst()
        .map(text -> new NullText(text, count(columns, text) + " values are it"));
  }

  private static boolean frees(Values values, String text) {
    if (!values.present().contains(text)) {
      return false;
    }
    Values rest = values.without(text::equals);
    return !rest.isEmpty()
        && (rest.all(each -> NUMBER.matcher(each.strip()).matches())
            || TimeFormats.of(rest, 0).isPresent());
  }

  private static String why(List<Values> columns, String text, long freed) {
    return "%d values are it, among numbers or times of %s"
        .formatted(count(columns, text), freed == 1 ? "one column" : freed + " columns");
  }

  private static long count(List<Values> columns, String text) {
    return columns.stream().mapToLong(values -> values.count(text::equals)).sum();
  }
}

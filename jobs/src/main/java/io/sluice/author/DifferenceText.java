// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.author.RowDifference.Expected;
import io.sluice.author.RowDifference.Pair;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import io.sluice.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Shows how rows differ: column by column where a row came almost as it was expected; the others in
 * a table, {@code -} before a missing row, {@code +} before an unexpected one.
 */
final class DifferenceText {
  private static final int MAX_ROWS = 20;

  /** Columns that tell which row is meant; more would not be read. */
  private static final int TELLING = 3;

  private final RowDifference difference;
  private final List<String> lines = new ArrayList<>();

  private DifferenceText(RowDifference difference) {
    this.difference = difference;
  }

  /**
   * @param subject what was compared
   */
  static List<String> of(String subject, RowDifference difference) {
    return new DifferenceText(difference).lines(subject);
  }

  private List<String> lines(String subject) {
    lines.add(subject + ": " + counts());
    difference.changed().stream().limit(MAX_ROWS).forEach(this::addChanged);
    addMore('~', difference.changed());
    if (!difference.missing().isEmpty() || !difference.unexpected().isEmpty()) {
      addTable();
    }
    return lines;
  }

  /** Text such as "1 row differs (~), 2 rows missing (-)". */
  private String counts() {
    List<String> counts = new ArrayList<>();
    int changed = difference.changed().size();
    if (changed > 0) {
      counts.add(changed == 1 ? "1 row differs (~)" : changed + " rows differ (~)");
    }
    if (!difference.missing().isEmpty()) {
      counts.add(Counted.of(difference.missing().size(), "row") + " missing (-)");
    }
    if (!difference.unexpected().isEmpty()) {
      counts.add(Counted.of(difference.unexpected().size(), "row") + " unexpected (+)");
    }
    return String.join(", ", counts);
  }

  private void addChanged(Pair pair) {
    List<String> telling = new ArrayList<>();
    List<String> differing = new ArrayList<>();
    for (int i = 0; i < difference.columns().size(); i++) {
      String column = difference.columns().get(i);
      String expected = pair.expected().values().get(i);
      String found = pair.found().get(i);
      if (!Objects.equals(expected, found)) {
        differing.add(
            "      %s: expected %s, found %s".formatted(column, shown(expected), shown(found)));
      } else if (expected != null && telling.size() < TELLING) {
        telling.add(column + " " + shown(expected));
      }
    }
    int line = pair.expected().line();
    lines.add("  ~  " + (line > 0 ? "line " + line + ", " : "") + String.join(", ", telling));
    lines.addAll(differing);
  }

  private void addTable() {
    List<List<String>> missing = difference.missing().stream().map(Expected::values).toList();
    TextTable table = new TextTable(cells(' ', difference.columns()));
    missing.stream().limit(MAX_ROWS).forEach(row -> table.add(cells('-', row)));
    int some = table.size() + 1;
    difference.unexpected().stream().limit(MAX_ROWS).forEach(row -> table.add(cells('+', row)));
    lines.addAll(table.lines().subList(0, some));
    addMore('-', missing);
    lines.addAll(table.lines().subList(some, table.size() + 1));
    addMore('+', difference.unexpected());
  }

  private static String[] cells(char sign, List<String> values) {
    return Stream.concat(Stream.of("  " + sign), values.stream().map(DifferenceText::shown))
        .toArray(String[]::new);
  }

  private void addMore(char sign, List<?> rows) {
    if (rows.size() > MAX_ROWS) {
      lines.add("  %s  … and %d more".formatted(sign, rows.size() - MAX_ROWS));
    }
  }

  private static String shown(String value) {
    return value == null ? "(empty)" : Escaped.escaped(value);
  }
}

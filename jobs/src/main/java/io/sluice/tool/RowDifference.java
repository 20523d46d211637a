package io.sluice.tool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the rows that came out differ from those that were expected, in any order.
 *
 * @param missing expected rows that did not come
 * @param unexpected rows that came and were not expected
 */
record RowDifference(
    List<String> columns, List<List<String>> missing, List<List<String>> unexpected) {
  private static final int MAX_ROWS = 20;

  /** Empty where each expected row came, as often as it was expected, and no other. */
  static Optional<RowDifference> of(CsvTable expected, List<List<String>> found) {
    List<List<String>> missing = without(expected.rows(), found);
    List<List<String>> unexpected = without(found, expected.rows());
    return missing.isEmpty() && unexpected.isEmpty()
        ? Optional.empty()
        : Optional.of(new RowDifference(expected.columns(), missing, unexpected));
  }

  /** A headline, then a table: {@code -} before a missing row, {@code +} before an unexpected. */
  String text() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      int index = column;
      Function<List<String>, Integer> width = row -> shown(row.get(index)).length();
      int widest =
          Math.max(
              missing.stream().map(width).max(Comparator.naturalOrder()).orElse(0),
              unexpected.stream().map(width).max(Comparator.naturalOrder()).orElse(0));
      widths.add(Math.max(widest, columns.get(column).length()));
    }
    StringBuilder text = new StringBuilder();
    text.append("%d rows missing (-), ".formatted(missing.size()))
        .append("%d rows unexpected (+)\n".formatted(unexpected.size()))
        .append(line(' ', columns, widths));
    append(text, '-', missing, widths);
    append(text, '+', unexpected, widths);
    return text.toString();
  }

  private static void append(
      StringBuilder text, char sign, List<List<String>> rows, List<Integer> widths) {
    rows.stream().limit(MAX_ROWS).forEach(row -> text.append(line(sign, row, widths)));
    if (rows.size() > MAX_ROWS) {
      text.append("  %s … and %d more\n".formatted(sign, rows.size() - MAX_ROWS));
    }
  }

  private static String line(char sign, List<String> values, List<Integer> widths) {
    StringBuilder line = new StringBuilder("  ").append(sign);
    for (int i = 0; i < values.size(); i++) {
      String value = shown(values.get(i));
      line.append("  ").append(value).append(" ".repeat(widths.get(i) - value.length()));
    }
    return line.toString().stripTrailing() + "\n";
  }

  private static String shown(String value) {
    return value == null ? "(empty)" : value;
  }

  private static List<List<String>> without(List<List<String>> rows, List<List<String>> others) {
    List<List<String>> left = new ArrayList<>(rows);
    others.forEach(left::remove);
    return left;
  }
}

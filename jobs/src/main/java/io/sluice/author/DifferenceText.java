// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.author.RowDifference.Expected;
import io.sluice.author.RowDifference.Pair;
import io.sluice.text.Counted;
import io.sluice.text.Escaped;
import io.sluice.text.FittedTable;
import io.sluice.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Shows how rows differ. Where a row came almost as it was expected, the two stand side by side,
 * with {@code *} before each column that differs; the others are in a table, {@code -} before a
 * missing row, {@code +} before an unexpected one.
 */
final class DifferenceText {
  private static final int MAX_ROWS = 20;

  /** Columns that tell which row is meant; more would not be read. */
  private static final int TELLING = 3;

  /** Of a line, which whoever prints it indents once more. */
  private static final int WIDTH = FittedTable.WIDTH - 2;

  private static final int MOST_OF_A_NAME = 40;

  /** What stands before a column's name. */
  private static final int MARKED = 5;

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

  /** The two rows side by side: what differs, marked, after what tells which row it is. */
  private void addChanged(Pair pair) {
    int line = pair.expected().line();
    List<String> names = difference.columns();
    String title = line > 0 ? "line " + line : "column";
    int widest =
        Stream.concat(names.stream(), Stream.of(title))
            .mapToInt(name -> Math.min(name.length(), MOST_OF_A_NAME))
            .max()
            .orElseThrow();
    int room = (WIDTH - MARKED - widest - 2 * 2 /* between columns */) / 2;
    TextTable table = new TextTable("  ~", title, "expected", "found");
    int telling = 0;
    int left = 0;
    for (int i = 0; i < names.size(); i++) {
      String expected = shown(pair.expected().values().get(i));
      String found = shown(pair.found().get(i));
      boolean differs = !Objects.equals(pair.expected().values().get(i), pair.found().get(i));
      if (differs || telling < TELLING) {
        table.add(
            differs ? "  *" : "",
            Escaped.fitted(names.get(i), MOST_OF_A_NAME),
            cut(expected, found, room),
            cut(found, expected, room));
        telling += differs ? 0 : 1;
      } else {
        left++;
      }
    }
    lines.addAll(table.lines());
    if (left > 0) {
      lines.add("     … and %s the same".formatted(left == 1 ? "1 more is" : left + " more are"));
    }
  }

  /** A long text, cut so that the place shows where another one differs. */
  private static String cut(String text, String other, int room) {
    int same = 0;
    while (same < Math.min(text.length(), other.length())
        && text.charAt(same) == other.charAt(same)) {
      same++;
    }
    int skipped = text.length() <= room ? 0 : Math.max(0, Math.min(same, text.length()) - room / 2);
    return skipped == 0
        ? Escaped.fitted(text, room)
        : Escaped.fitted("…" + text.substring(skipped), room);
  }

  /** Rows that have no partner, as a table; where that has no room, one below the other. */
  private void addTable() {
    List<List<String>> missing = difference.missing().stream().map(Expected::values).toList();
    List<List<String>> unexpected = difference.unexpected();
    FittedTable table = new FittedTable(WIDTH, Integer.MAX_VALUE, cells(' ', difference.columns()));
    missing.stream().limit(MAX_ROWS).forEach(row -> table.add(cells('-', row)));
    unexpected.stream().limit(MAX_ROWS).forEach(row -> table.add(cells('+', row)));
    if (table.isFlat()) {
      List<String> flat = table.flat();
      int some = Math.min(missing.size(), MAX_ROWS) + 1;
      lines.addAll(flat.subList(0, some));
      addMore('-', missing);
      lines.addAll(flat.subList(some, flat.size()));
    } else {
      missing.stream().limit(MAX_ROWS).forEach(row -> addUpright('-', row));
      addMore('-', missing);
      unexpected.stream().limit(MAX_ROWS).forEach(row -> addUpright('+', row));
    }
    addMore('+', unexpected);
  }

  private void addUpright(char sign, List<String> row) {
    String indent = "     ";
    List<String> upright =
        FittedTable.upright(
            WIDTH, indent, difference.columns(), row.stream().map(DifferenceText::shown).toList());
    lines.add("  " + sign + "  " + upright.get(0).substring(indent.length()));
    lines.addAll(upright.subList(1, upright.size()));
  }

  private static List<String> cells(char sign, List<String> values) {
    return Stream.concat(Stream.of("  " + sign), values.stream().map(DifferenceText::shown))
        .toList();
  }

  private void addMore(char sign, List<?> rows) {
    if (rows.size() > MAX_ROWS) {
      lines.add("  %s  … and %d more".formatted(sign, rows.size() - MAX_ROWS));
    }
  }

  private static String shown(String value) {
    if (value == null) {
      return "(null)";
    }
    return value.isEmpty() ? "(empty)" : Escaped.escaped(value);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of foreign text as people can read them on a screen: a table where its columns have room
 * side by side, else one row below the other, a column a line. Long values are cut, and control
 * characters made visible.
 */
public final class FittedTable {
  /** Characters of a line. */
  public static final int WIDTH = 120;

  private static final int MOST_OF_A_NAME = 40;

  private final int width;
  private final int mostOfACell;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param width characters of a line
   * @param mostOfACell the most characters of a value that is shown beside others
   */
  public FittedTable(int width, int mostOfACell, List<String> header) {
    this.width = width;
    this.mostOfACell = mostOfACell;
    this.header = List.copyOf(header);
  }

  public void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** Tells whether the columns have room side by side. */
  public boolean isFlat() {
    return flat().stream().allMatch(line -> ScreenWidth.of(line) <= width);
  }

  /** The columns side by side under a header, whether there is room or not. */
  public List<String> flat() {
    TextTable table = new TextTable(cells(header));
    rows.forEach(row -> table.add(cells(row)));
    return table.lines();
  }

  private String[] cells(List<String> row) {
    return row.stream().map(cell -> Escaped.fitted(cell, mostOfACell)).toArray(String[]::new);
  }

  /**
   * One row's columns below each other, in lines of at most so many characters.
   *
   * @param indent what each line begins with
   */
  public static List<String> upright(
      int width, String indent, List<String> header, List<String> row) {
    List<String> names = header.stream().map(name -> Escaped.fitted(name, MOST_OF_A_NAME)).toList();
    int widest = names.stream().mapToInt(ScreenWidth::of).max().orElse(0);
    int room = width - indent.length() - widest - 2;
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      String name = names.get(i) + " ".repeat(widest - ScreenWidth.of(names.get(i)) + 2);
      lines.add((indent + name + Escaped.fitted(row.get(i), room)).stripTrailing());
    }
    return lines;
  }
}

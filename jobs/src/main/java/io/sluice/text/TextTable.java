// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a header, in columns as wide as they have to be. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    add(header);
  }

  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** The number of rows under the header. */
  public int size() {
    return rows.size() - 1;
  }

  public List<String> lines() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], ScreenWidth.of(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = row.get(i);
      line.append(cell).append(" ".repeat(widths[i] - ScreenWidth.of(cell) + 2));
    }
    return line.toString().stripTrailing();
  }
}

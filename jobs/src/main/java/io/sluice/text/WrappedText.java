// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.ArrayList;
import java.util.List;

/** Sentences in lines of at most {@value FittedTable#WIDTH} characters, broken at blanks. */
public final class WrappedText {
  private WrappedText() {}

  public static List<String> of(String text) {
    return of("", text);
  }

  /**
   * @param before what the first line begins with; the others are indented as far
   */
  public static List<String> of(String before, String text) {
    int width = FittedTable.WIDTH - before.length();
    List<String> lines = new ArrayList<>();
    String rest = text;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      int end = blank > 0 ? blank : width;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    List<String> indented = new ArrayList<>();
    for (String line : lines) {
      indented.add((indented.isEmpty() ? before : " ".repeat(before.length())) + line);
    }
    return indented;
  }
}

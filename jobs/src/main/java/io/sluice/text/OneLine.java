// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.stream.Collectors;

/** Makes any text fit for stdout, where one line is one statement about a run. */
public final class OneLine {
  private OneLine() {}

  /** The text's lines joined by " | ", other control characters escaped. */
  public static String of(String text) {
    String joined =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" | "));
    return joined
        .codePoints()
        .mapToObj(c -> Character.isISOControl(c) ? String.format("\\u%04x", c) : text(c))
        .collect(Collectors.joining());
  }

  private static String text(int codePoint) {
    return Character.toString(codePoint);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.stream.Collectors;

/** Makes any text fit for stdout, where one line is one statement about a run. */
public final class OneLine {
  private OneLine() {}

  /** The text's lines joined by " | ", other control characters escaped. */
  public static String of(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" | "))
        .codePoints()
        .mapToObj(
            c -> Character.isISOControl(c) ? String.format("\\u%04x", c) : Character.toString(c))
        .collect(Collectors.joining());
  }
}

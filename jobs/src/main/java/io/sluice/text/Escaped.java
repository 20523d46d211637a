// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes foreign text fit to be shown: one line, no control characters, a bounded length. */
public final class Escaped {
  private static final int MAX_LENGTH = 60;

  private Escaped() {}

  /** The text in single quotes, shortened to {@value #MAX_LENGTH} characters and escaped. */
  public static String quoted(String text) {
    return "'" + plain(text) + "'";
  }

  /**
   * A file's name as an argument to type: quoted for a shell, with {@code ?} for what can't be
   * typed. Commands take it for a pattern.
   */
  public static String argument(String name) {
    StringBuilder typed = new StringBuilder();
    name.codePoints().forEach(c -> typed.appendCodePoint(isSafe(c) ? c : '?'));
    return "'" + typed.toString().replace("'", "'\\''") + "'";
  }

  /** The whole text, control characters escaped. */
  public static String escaped(String text) {
    return shown(text.codePoints());
  }

  /** The text shortened to {@value #MAX_LENGTH} characters, control characters escaped. */
  public static String plain(String text) {
    String cut = text.codePointCount(0, text.length()) > MAX_LENGTH ? "…" : "";
    return shown(text.codePoints().limit(MAX_LENGTH)) + cut;
  }

  /** The text with its control characters escaped, cut to a number of characters, … included. */
  public static String fitted(String text, int width) {
    String whole = shown(text.codePoints().limit(width + 1L));
    return whole.codePointCount(0, whole.length()) <= width
        ? whole
        : whole.substring(0, whole.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  private static String shown(IntStream codePoints) {
    return codePoints
        .mapToObj(c -> isSafe(c) ? Character.toString(c) : String.format("\\u%04x", c))
        .collect(Collectors.joining());
  }

  /** Neither moves nor hides other text, and is a character of its own. */
  private static boolean isSafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}

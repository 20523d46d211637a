// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

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
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> append(shown, c));
    return shown.toString();
  }

  /** The text shortened to {@value #MAX_LENGTH} characters, control characters escaped. */
  public static String plain(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(MAX_LENGTH).forEach(c -> append(shown, c));
    return text.codePointCount(0, text.length()) > MAX_LENGTH ? shown + "…" : shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (isSafe(c)) {
      shown.appendCodePoint(c);
    } else {
      shown.append(String.format("\\u%04x", c));
    }
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

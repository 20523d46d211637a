package io.sluice.problem;

/** Makes foreign text fit to be shown: one line, no control characters, a bounded length. */
public final class Shown {
  private static final int MAX_LENGTH = 60;

  private Shown() {}

  /** The text in single quotes, shortened to {@value #MAX_LENGTH} characters and escaped. */
  public static String quoted(String text) {
    return "'" + plain(text) + "'";
  }

  /** The text shortened to {@value #MAX_LENGTH} characters, control characters escaped. */
  public static String plain(String text) {
    StringBuilder shown = new StringBuilder();
    int end = Math.min(text.length(), MAX_LENGTH);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        shown.append(String.format("\\u%04x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return text.length() > MAX_LENGTH ? shown + "…" : shown.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

/** The text of a query without what means nothing: comments, and how it is laid out. */
final class SqlText {
  private final String text;
  private final StringBuilder kept = new StringBuilder();
  private int at;

  private SqlText(String text) {
    this.text = text;
  }

  /** Two texts that differ in comments, blanks and line breaks alone have the same meaning. */
  static String meaning(String text) {
    return new SqlText(text).read();
  }

  private String read() {
    while (at < text.length()) {
      char here = text.charAt(at);
      if (text.startsWith("--", at)) {
        skipTo("\n");
      } else if (text.startsWith("/*", at)) {
        skipTo("*/");
      } else if (Character.isWhitespace(here)) {
        blank();
        at++;
      } else if (here == '\'' || here == '"' || here == '`') {
        keepQuoted(here);
      } else {
        kept.append(here);
        at++;
      }
    }
    return kept.toString().strip();
  }

  private void skipTo(String end) {
    int found = text.indexOf(end, at);
    at = found < 0 ? text.length() : found + end.length();
    blank();
  }

  private void keepQuoted(char quote) {
    int start = at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += text.charAt(at) == '\\' && quote != '`' ? 2 : 1;
    }
    at = Math.min(at + 1, text.length());
    kept.append(text, start, at);
  }

  private void blank() {
    if (kept.length() > 0 && kept.charAt(kept.length() - 1) != ' ') {
      kept.append(' ');
    }
  }
}

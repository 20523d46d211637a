// SPDX-License-Identifier: Apache-2.0
package io.sluice.times;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a time pattern: a field, which is one letter once or repeated; or a bracket; or other
 * text, in quotes or not.
 *
 * @param letter of a field; {@code [} or {@code ]}; otherwise {@link #TEXT}
 */
record PatternPart(char letter, String text) {
  static final char TEXT = '\'';
  static final char OPENS = '[';
  static final char CLOSES = ']';

  static List<PatternPart> of(String pattern) {
    List<PatternPart> parts = new ArrayList<>();
    for (int at = 0; at < pattern.length(); ) {
      char c = pattern.charAt(at);
      int end = at + 1;
      if (c == '\'') {
        end = afterQuote(pattern, end);
      } else if (isLetter(c)) {
        while (end < pattern.length() && pattern.charAt(end) == c) {
          end++;
        }
      }
      boolean isText = !isLetter(c) && c != OPENS && c != CLOSES;
      parts.add(new PatternPart(isText ? TEXT : c, pattern.substring(at, end)));
      at = end;
    }
    return parts;
  }

  boolean isField() {
    return isLetter(letter);
  }

  boolean isAnyOf(String letters) {
    return letters.indexOf(letter) >= 0;
  }

  int width() {
    return text.length();
  }

  /** The index after a quoted text, in which two quotes are one of the text. */
  private static int afterQuote(String pattern, int start) {
    for (int at = start; at < pattern.length(); at++) {
      if (pattern.charAt(at) == '\'') {
        if (at + 1 == pattern.length() || pattern.charAt(at + 1) != '\'') {
          return at + 1;
        }
        at++;
      }
    }
    return pattern.length();
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}

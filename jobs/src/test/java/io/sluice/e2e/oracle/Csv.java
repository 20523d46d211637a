// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import java.util.ArrayList;
import java.util.List;

/** RFC 4180, one record a line: quotes around a value, doubled within it. */
final class Csv {
  private Csv() {}

  static List<String> values(String line) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        value.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }

  /** Nothing but blanks and control characters, as a line is that has no record. */
  static boolean isBlank(String line) {
    return line.chars().allMatch(c -> c <= ' ');
  }
}

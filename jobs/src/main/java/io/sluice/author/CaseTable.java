// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.problem.Problem;
import java.util.List;

/**
 * A small table written by hand, its values as text.
 *
 * @param file what to call it in messages
 * @param columns in their order, each with the line where it is named first
 */
record CaseTable(String file, List<Name> columns, List<Line> rows) {

  /** A column's name. */
  record Name(String text, int line) {}

  /**
   * A row.
   *
   * @param number where it begins, from 1
   * @param values in the order of the columns, null where there is none
   */
  record Line(int number, List<String> values) {}

  CaseTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  List<String> names() {
    return columns.stream().map(Name::text).toList();
  }

  /** A fault of the file as a whole. */
  static Problem wrong(String file, String why) {
    return Problem.invalid("Cannot use %s: %s".formatted(file, why));
  }

  static Problem withoutHeader(String file) {
    return wrong(file, "it is empty; write a header, even where there are no rows below it");
  }

  /** A fault of one of its lines. */
  static Problem wrong(String file, int line, String why) {
    return wrong("%s, line %d".formatted(file, line), why);
  }
}

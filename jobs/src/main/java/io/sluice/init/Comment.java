// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.text.Escaped;

/** Texts of comments in SQL and YAML. */
final class Comment {
  private Comment() {}

  /** A text that a comment may hold: on one line, and nothing that a variable is put in for. */
  static String of(String text) {
    return Escaped.escaped(text.replace("\n", " ")).replace("${", "$ {");
  }
}

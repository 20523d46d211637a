// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.text.Escaped;
import java.util.Optional;

/**
 * One value as it was written.
 *
 * @param isText whether it may stand for a text: 5 and true may not, '5' and five may
 * @param isLiteral whether it may stand for a number or a flag: '5' may not
 */
record Scalar(String value, boolean isText, boolean isLiteral) {

  /** A value that a directive or the environment gives, where nothing is ever quoted. */
  static Scalar unquoted(String value) {
    return new Scalar(value, true, true);
  }

  Optional<String> text() {
    return isText ? Optional.of(value) : Optional.empty();
  }

  Optional<String> literal() {
    return isLiteral ? Optional.of(value) : Optional.empty();
  }

  /** The value for a message. */
  String shown() {
    if (value.isEmpty() && !isText) {
      return "nothing";
    }
    return isText ? Escaped.quoted(value) : Escaped.plain(value);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import io.sluice.pipeline.NumberSeparators;
import java.math.BigDecimal;

/** Numbers that the engine takes, as exact ones. */
final class Plain {
  private Plain() {}

  static BigDecimal number(String text, NumberSeparators separators) {
    String plain = text.strip();
    if (separators.hasGroups()) {
      plain = plain.replace(separators.group(), "");
    }
    return new BigDecimal(plain.replace(separators.decimal(), "."));
  }
}

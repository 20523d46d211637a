// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.pipeline.NumberSeparators;
import io.sluice.record.FieldText;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Numbers with other separators, as {@link NumberParser} reads them. A value may have groups or
 * not; one that has is grouped all through, in threes from the decimals leftwards: {@code
 * 1.234.567,50}, but neither {@code 1234.567} nor {@code 12.34,5}.
 */
final class SeparatedDigits implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int GROUP_LENGTH = 3;

  /** No number, to any parser. */
  private static final UTF8String NONE = UTF8String.fromString("?");

  private final NumberSeparators separators;
  private final boolean plain;
  private final byte[] decimal;
  private final byte[] group;

  SeparatedDigits(NumberSeparators separators) {
    this.separators = separators;
    this.plain = separators.equals(NumberSeparators.PLAIN);
    this.decimal = separators.decimal().getBytes(StandardCharsets.UTF_8);
    this.group = separators.group().getBytes(StandardCharsets.UTF_8);
  }

  NumberSeparators separators() {
    return separators;
  }

  /** The same number with a point and without groups; no number where the text isn't one. */
  UTF8String plain(UTF8String text) {
    return plain ? text : rewritten(text);
  }

  private UTF8String rewritten(UTF8String text) {
    int end = FieldText.end(text);
    byte[] written = new byte[end];
    int length = 0;
    int run = 0; // digits since the last separator
    boolean grouped = false;
    boolean whole = true; // in front of the decimals
    for (int i = FieldText.start(text); i < end; i++) {
      byte b = FieldText.at(text, i);
      if (FieldText.isDigit(b)) {
        run++;
        written[length++] = b;
      } else if (whole && isAt(group, text, i, end) && isGroup(run, grouped)) {
        i += group.length - 1;
        grouped = true;
        run = 0;
      } else if (whole && isAt(decimal, text, i, end) && (!grouped || run == GROUP_LENGTH)) {
        whole = false;
        written[length++] = '.';
      } else if (b == '+' || b == '-') {
        written[length++] = b;
      } else if ((b == 'e' || b == 'E') && (!whole || !grouped || run == GROUP_LENGTH)) {
        whole = false;
        written[length++] = b;
      } else {
        return NONE;
      }
    }
    return whole && grouped && run != GROUP_LENGTH
        ? NONE
        : UTF8String.fromBytes(Arrays.copyOf(written, length));
  }

  /** Digits that a separator of groups may follow. */
  private static boolean isGroup(int digits, boolean grouped) {
    return digits == GROUP_LENGTH || (!grouped && digits > 0 && digits < GROUP_LENGTH);
  }

  private static boolean isAt(byte[] separator, UTF8String text, int index, int end) {
    if (separator.length == 0 || index + separator.length > end) {
      return false;
    }
    for (int i = 0; i < separator.length; i++) {
      if (FieldText.at(text, index + i) != separator[i]) {
        return false;
      }
    }
    return true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Shared by the parsers of single values. Blank is missing, and blanks around a value are free. */
public final class FieldText {
  private FieldText() {}

  /** The index of the first byte that is no blank, or the length. */
  public static int start(UTF8String text) {
    int start = 0;
    while (start < text.numBytes() && isBlank(at(text, start))) {
      start++;
    }
    return start;
  }

  /** The index after the last byte that is no blank. */
  public static int end(UTF8String text) {
    int end = text.numBytes();
    while (end > 0 && isBlank(at(text, end - 1))) {
      end--;
    }
    return end;
  }

  /** The text without the blanks around it. */
  public static String stripped(UTF8String text) {
    int start = start(text);
    int length = Math.max(0, end(text) - start);
    return UTF8String.fromAddress(text.getBaseObject(), text.getBaseOffset() + start, length)
        .toString();
  }

  public static byte at(UTF8String text, int index) {
    return Platform.getByte(text.getBaseObject(), text.getBaseOffset() + index);
  }

  public static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}

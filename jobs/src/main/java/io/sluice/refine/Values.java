package io.sluice.refine;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What the parsers of single values share. Blank is missing, and blanks around a value are free.
 */
final class Values {
  private Values() {}

  /** The index of the first byte that is no blank, or the length. */
  static int start(UTF8String text) {
    int start = 0;
    while (start < text.numBytes() && isBlank(at(text, start))) {
      start++;
    }
    return start;
  }

  /** The index after the last byte that is no blank. */
  static int end(UTF8String text) {
    int end = text.numBytes();
    while (end > 0 && isBlank(at(text, end - 1))) {
      end--;
    }
    return end;
  }

  /** The text without the blanks around it. */
  static String stripped(UTF8String text) {
    int start = start(text);
    int length = Math.max(0, end(text) - start);
    return UTF8String.fromAddress(text.getBaseObject(), text.getBaseOffset() + start, length)
        .toString();
  }

  static byte at(UTF8String text, int index) {
    return Platform.getByte(text.getBaseObject(), text.getBaseOffset() + index);
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}

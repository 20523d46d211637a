// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes are UTF-8, several times as fast as decoding them. */
final class Utf8Check implements EncodingCheck {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;

  /** The number of bytes that the character still lacks, and the range of the next one. */
  private int missing;

  private int lowest;
  private int highest;
  private boolean failed;

  @Override
  public void accept(byte[] bytes, int length) {
    int i = 0;
    while (i < length && !failed) {
      if (missing == 0) {
        while (i + Long.BYTES <= length && ((long) WORDS.get(bytes, i) & HIGH) == 0) {
          i += Long.BYTES;
        }
      }
      if (i < length) {
        accept(bytes[i++] & 0xff);
      }
    }
  }

  private void accept(int b) {
    if (missing > 0) {
      failed = b < lowest || b > highest;
      missing--;
      expect(0x80, 0xbf);
    } else if (b >= 0x80) {
      begin(b);
    }
  }

  /** A longer form than a character needs, half of a pair, and what is past Unicode are no text. */
  private void begin(int b) {
    failed = b < 0xc2 || b > 0xf4;
    missing = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
    switch (b) {
      case 0xe0 -> expect(0xa0, 0xbf);
      case 0xed -> expect(0x80, 0x9f);
      case 0xf0 -> expect(0x90, 0xbf);
      case 0xf4 -> expect(0x80, 0x8f);
      default -> expect(0x80, 0xbf);
    }
  }

  private void expect(int from, int to) {
    lowest = from;
    highest = to;
  }

  @Override
  public boolean failed() {
    return failed || missing > 0;
  }
}

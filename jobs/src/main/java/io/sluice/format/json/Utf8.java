// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

/** Tells text in UTF-8 from other bytes. */
final class Utf8 {
  private Utf8() {}

  /** True where the bytes are whole characters, none longer than it has to be, none a surrogate. */
  static boolean isText(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      int b = bytes[i] & 0xff;
      int more = b < 0x80 ? 0 : b < 0xc2 ? -1 : b < 0xe0 ? 1 : b < 0xf0 ? 2 : b < 0xf5 ? 3 : -1;
      if (more < 0 || i + more >= to) {
        return false;
      }
      for (int k = 1; k <= more; k++) {
        int next = bytes[i + k] & 0xff;
        int lowest = k > 1 ? 0x80 : b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
        int highest = k > 1 ? 0xbf : b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
        if (next < lowest || next > highest) {
          return false;
        }
      }
      i += 1 + more;
    }
    return true;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.text;

/**
 * The columns that a text takes on a terminal: two for each character of East Asian scripts and
 * each emoji, none for an accent that combines with the character before it, else one.
 */
final class ScreenWidth {
  /** First and last code points of the blocks whose characters are two columns wide. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, // Hangul's leading consonants
    {0x2E80, 0x303E}, // radicals, punctuation
    {0x3041, 0x33FF}, // kana and compatibility
    {0x3400, 0x4DBF}, // ideographs
    {0x4E00, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3}, // Hangul
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60}, // full-width forms
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, // emoji
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD} // more ideographs
  };

  private ScreenWidth() {}

  static int of(String text) {
    return text.codePoints().map(ScreenWidth::of).sum();
  }

  private static int of(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] block : WIDE) {
      if (point >= block[0] && point <= block[1]) {
        return 2;
      }
    }
    return 1;
  }
}

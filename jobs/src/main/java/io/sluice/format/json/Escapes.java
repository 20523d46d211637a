// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.unsafe.types.UTF8String;

/** Escapes within the strings of JSON, of which the form is known to be right. */
final class Escapes {
  private static final String LETTERS = "bfnrt";
  private static final String MEANT = "\b\f\n\r\t";
  private static final int LENGTH = 6;

  /** In place of half a pair of surrogates. */
  private static final int HALF = -1;

  private static final int REPLACEMENT = 0xfffd;

  private Escapes() {}

  /** The string that is meant. */
  static UTF8String decoded(byte[] bytes, int from, int to) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(to - from);
    int i = from;
    while (i < to) {
      if (bytes[i] != '\\') {
        text.write(bytes[i++]);
      } else if (bytes[i + 1] != 'u') {
        int letter = LETTERS.indexOf(bytes[i + 1]);
        text.write(letter < 0 ? bytes[i + 1] : MEANT.charAt(letter));
        i += 2;
      } else {
        int character = character(bytes, i, to);
        text.writeBytes(
            Character.toString(character == HALF ? REPLACEMENT : character)
                .getBytes(StandardCharsets.UTF_8));
        i += Character.isSupplementaryCodePoint(character) ? 2 * LENGTH : LENGTH;
      }
    }
    return UTF8String.fromBytes(text.toByteArray());
  }

  /** True where one of the escapes is half a pair of surrogates, which is no character. */
  static boolean halveCharacters(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (bytes[i] != '\\') {
        i++;
      } else if (bytes[i + 1] != 'u') {
        i += 2;
      } else {
        int character = character(bytes, i, to);
        if (character == HALF) {
          return true;
        }
        i += Character.isSupplementaryCodePoint(character) ? 2 * LENGTH : LENGTH;
      }
    }
    return false;
  }

  /** The character of one escape, or of two that are a pair. */
  private static int character(byte[] bytes, int at, int to) {
    char unit = unit(bytes, at);
    if (!Character.isSurrogate(unit)) {
      return unit;
    }
    boolean another = at + 2 * LENGTH <= to && bytes[at + LENGTH] == '\\';
    if (another && bytes[at + LENGTH + 1] == 'u') {
      char low = unit(bytes, at + LENGTH);
      if (Character.isSurrogatePair(unit, low)) {
        return Character.toCodePoint(unit, low);
      }
    }
    return HALF;
  }

  private static char unit(byte[] bytes, int at) {
    int unit = 0;
    for (int i = at + 2; i < at + LENGTH; i++) {
      unit = unit << 4 | Character.digit(bytes[i], 16);
    }
    return (char) unit;
  }
}

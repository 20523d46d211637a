// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.sample.Sample.Remark;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A sample's text, and the character set in which all of it is text.
 *
 * @param charset its canonical name
 */
record Encoding(String charset, String text, Remark remark) {
  /** What the programs of western offices write; it has all that ISO-8859-1 has. */
  private static final List<String> OTHERS = List.of("windows-1252", "ISO-8859-1");

  static Encoding of(byte[] bytes) {
    try {
      String text = decode(bytes, StandardCharsets.UTF_8);
      boolean isMarked = text.startsWith("\uFEFF");
      boolean isAscii = text.chars().allMatch(c -> c < 128);
      String why =
          isMarked
              ? "it begins with a byte order mark, which doesn't matter"
              : isAscii ? "all of it is ASCII, which is a part of UTF-8" : "all of it is UTF-8";
      return new Encoding("UTF-8", isMarked ? text.substring(1) : text, new Remark("UTF-8", why));
    } catch (CharacterCodingException e) {
      return other(bytes);
    }
  }

  private static Encoding other(byte[] bytes) {
    for (String name : OTHERS) {
      try {
        String text = decode(bytes, Charset.forName(name));
        return new Encoding(name, text, new Remark(name, why(bytes), true));
      } catch (CharacterCodingException e) {
        // the next one
      }
    }
    throw new IllegalStateException("ISO-8859-1 has a character for every byte");
  }

  private static String why(byte[] bytes) {
    int line = 1;
    for (byte b : bytes) {
      if (b < 0) {
        break;
      }
      line += b == '\n' ? 1 : 0;
    }
    return "it is no UTF-8 (line %d has the first letter beyond ASCII); look whether umlauts and accents are right in names of columns and in the test case"
        .formatted(line);
  }

  private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
    return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}

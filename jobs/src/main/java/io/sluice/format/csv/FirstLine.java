// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/** Decodes the line that names a file's columns, strictly. */
final class FirstLine {
  private FirstLine() {}

  /**
   * @return the line without a byte order mark
   * @throws CharacterCodingException where the line is not in the encoding
   */
  static String decode(byte[] line, Charset encoding) throws CharacterCodingException {
    String text = encoding.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    if (text.indexOf('\0') >= 0) {
      throw new CharacterCodingException(); // UTF-16 passes for UTF-8, with a NUL in every letter
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}

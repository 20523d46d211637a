// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.storage.Storage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Text of a file that people write: UTF-8 without NUL, with or without a byte order mark. */
public final class FolderText {
  private static final String ALLOWED = "; allowed: text in UTF-8; save the file in that encoding";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private FolderText() {}

  /**
   * The text, without the mark that some editors put at its beginning; empty where the file is
   * something else, which becomes a finding.
   *
   * @param name what findings call it
   */
  public static Optional<String> read(Storage storage, Path file, String name, Findings findings) {
    return decode(storage.bytes(file), name, findings);
  }

  static Optional<String> decode(byte[] bytes, String name, Findings findings) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
    } catch (CharacterCodingException e) {
      refuse(name, bytes, in.position(), "which is not UTF-8", findings);
      return Optional.empty();
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      int before = text.substring(0, nul).getBytes(StandardCharsets.UTF_8).length;
      refuse(name, bytes, before, "which no text has", findings);
      return Optional.empty();
    }
    boolean isMarked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    return Optional.of(isMarked ? text.substring(1) : text);
  }

  private static void refuse(String name, byte[] bytes, int at, String why, Findings findings) {
    long line = 1;
    for (int i = 0; i < at; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    findings.add(name, line, "found the byte 0x%02X, %s%s".formatted(bytes[at], why, ALLOWED));
  }
}

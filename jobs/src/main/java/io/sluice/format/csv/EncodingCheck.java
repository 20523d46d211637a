// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Finds out whether a stream of bytes is text in an encoding. */
interface EncodingCheck {
  void accept(byte[] bytes, int length);

  /** True where something was no text; a character that is cut off at the end is none. */
  boolean failed();

  static EncodingCheck of(Charset encoding) {
    return encoding.equals(StandardCharsets.UTF_8) ? new Utf8Check() : new Decoding(encoding);
  }

  /** Decodes everything. */
  final class Decoding implements EncodingCheck {
    private final CharsetDecoder decoder;
    private final CharBuffer decoded = CharBuffer.allocate(1 << 13);
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private boolean failed;

    private Decoding(Charset encoding) {
      this.decoder = encoding.newDecoder(); // it reports what it can't decode
    }

    @Override
    public void accept(byte[] bytes, int length) {
      if (failed) {
        return;
      }
      ByteBuffer all = ByteBuffer.allocate(rest.remaining() + length);
      all.put(rest).put(bytes, 0, length).flip();
      CoderResult result;
      do {
        result = decoder.decode(all, decoded.clear(), /* endOfInput */ false);
      } while (result.isOverflow());
      failed = result.isError();
      rest = all; // the first bytes of a character that the next ones end
    }

    @Override
    public boolean failed() {
      return failed || rest.hasRemaining();
    }
  }
}

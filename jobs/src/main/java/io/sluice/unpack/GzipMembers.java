// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * All members of a gzip file, one after the other. Zeros may follow the last one, as tapes and
 * block devices leave them; {@code gzip} takes that, and the libraries don't.
 */
final class GzipMembers extends InputStream {
  private final BufferedInputStream packed;
  private InputStream member;

  GzipMembers(InputStream packed) throws IOException {
    this.packed = new BufferedInputStream(packed, Unpacked.BUFFER);
    this.member = new GzipCompressorInputStream(this.packed);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (member != null) {
      int read = member.read(bytes, from, length);
      if (read > 0) {
        return read;
      } else if (read < 0) {
        member = next();
      }
    }
    return -1;
  }

  private InputStream next() throws IOException {
    boolean padded = false;
    while (true) {
      packed.mark(1);
      int b = packed.read();
      if (b < 0) {
        return null;
      } else if (b != 0) {
        packed.reset();
        if (padded) {
          throw new IOException("other bytes follow the zeros after its end");
        }
        return nextMember();
      }
      padded = true;
    }
  }

  private InputStream nextMember() throws IOException {
    packed.mark(3);
    byte[] head = packed.readNBytes(3);
    packed.reset();
    if (!Compression.of(head).filter(Compression.GZIP::equals).isPresent()) {
      throw new IOException("other bytes follow its end");
    }
    return new GzipCompressorInputStream(packed);
  }

  @Override
  public void close() throws IOException {
    try {
      if (member != null) {
        member.close();
      }
    } finally {
      packed.close();
    }
  }
}

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
final class GzipMembers extends BulkInputStream {
  private InputStream member;

  GzipMembers(InputStream packed) throws IOException {
    super(new BufferedInputStream(packed, Unpacked.BUFFER));
    this.member = new GzipCompressorInputStream(in);
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
      in.mark(1);
      int b = in.read();
      if (b < 0) {
        return null;
      } else if (b != 0) {
        in.reset();
        if (padded) {
          throw new IOException("other bytes follow the zeros after its end");
        }
        return nextMember();
      }
      padded = true;
    }
  }

  private InputStream nextMember() throws IOException {
    in.mark(3);
    byte[] head = in.readNBytes(3);
    in.reset();
    if (!Compression.of(head).filter(Compression.GZIP::equals).isPresent()) {
      throw new IOException("other bytes follow its end");
    }
    return new GzipCompressorInputStream(in);
  }

  @Override
  public void close() throws IOException {
    try {
      if (member != null) {
        member.close();
      }
    } finally {
      in.close();
    }
  }
}

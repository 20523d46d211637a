// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream over another one, all of whose bytes pass through one method, {@link #read(byte[], int,
 * int)}: single bytes and skipped ones, too.
 */
abstract class BulkInputStream extends FilterInputStream {
  private static final int MOST_SKIPPED = 1 << 13;

  BulkInputStream(InputStream in) {
    super(in);
  }

  @Override
  public abstract int read(byte[] bytes, int from, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final long skip(long length) throws IOException {
    byte[] skipped = new byte[(int) Math.max(0, Math.min(length, MOST_SKIPPED))];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}

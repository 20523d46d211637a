// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A zip archive's bytes, of which it remembers the last: they say how many entries there are. */
final class ZipTail extends BulkInputStream {
  private static final int RECORD = 0x06054b50;
  private static final int RECORD_LENGTH = 22;
  private static final int MAX_COMMENT = 0xffff;

  private final byte[] last = new byte[RECORD_LENGTH + MAX_COMMENT];
  private long position;

  ZipTail(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = in.read(bytes, from, length);
    for (int i = Math.max(0, read - last.length); i < read; i++) {
      last[(int) ((position + i) % last.length)] = bytes[from + i];
    }
    position += Math.max(0, read);
    return read;
  }

  /** The number of entries that the record says which ends the archive; -1 where it has no end. */
  int listed() {
    int length = (int) Math.min(position, last.length);
    byte[] tail = new byte[length];
    for (int i = 0; i < length; i++) {
      tail[i] = last[(int) ((position - length + i) % last.length)];
    }
    ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = length - RECORD_LENGTH; at >= 0; at--) {
      boolean ends = at + RECORD_LENGTH + (bytes.getShort(at + 20) & MAX_COMMENT) == length;
      if (bytes.getInt(at) == RECORD && ends) {
        return bytes.getShort(at + 10) & 0xffff;
      }
    }
    return -1;
  }
}

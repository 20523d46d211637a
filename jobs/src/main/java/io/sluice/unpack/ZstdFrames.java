// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * All frames of a zstd file. The library doesn't notice where the last few bytes of a later frame
 * are missing, such as its checksum; so the frames' lengths are followed here, as RFC 8878 has
 * them.
 */
final class ZstdFrames extends BulkInputStream {
  private static final int MAGIC = 0xfd2fb528;
  private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
  private static final int[] SIZE_BYTES = {0, 2, 4, 8};

  private final Packed packed;

  ZstdFrames(InputStream packed) throws IOException {
    this(new Packed(packed));
  }

  private ZstdFrames(Packed packed) throws IOException {
    super(new ZstdInputStreamNoFinalizer(packed));
    this.packed = packed;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = in.read(bytes, from, length);
    if (read < 0 && !packed.betweenFrames()) {
      throw new EOFException();
    }
    return read;
  }

  private enum Part {
    MAGIC,
    SKIPPED_LENGTH,
    DESCRIPTOR,
    BLOCK
  }

  /** The file's bytes on their way to the library. */
  private static final class Packed extends BulkInputStream {
    private Part part = Part.MAGIC;
    private int missing = Integer.BYTES;
    private long number;
    private int shift;
    private long passing;
    private boolean hasChecksum;

    Packed(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = in.read(bytes, from, length);
      int at = from;
      while (at < from + read) {
        if (passing > 0) {
          long passed = Math.min(passing, from + read - at);
          passing -= passed;
          at += (int) passed;
        } else {
          number |= (bytes[at++] & 0xffL) << shift;
          shift += Byte.SIZE;
          if (--missing == 0) {
            follow((int) number);
          }
        }
      }
      return read;
    }

    boolean betweenFrames() {
      return part == Part.MAGIC && missing == Integer.BYTES && passing == 0;
    }

    /** Takes a number that is whole, and says how long the next one is and what is between. */
    private void follow(int found) {
      switch (part) {
        case MAGIC -> {
          boolean isFrame = found == MAGIC;
          expect(isFrame ? Part.DESCRIPTOR : Part.SKIPPED_LENGTH, isFrame ? 1 : 4, 0);
        }
        case SKIPPED_LENGTH -> expect(Part.MAGIC, 4, found & 0xffffffffL);
        case DESCRIPTOR -> {
          hasChecksum = (found & 0x04) != 0;
          boolean isSingle = (found & 0x20) != 0;
          int size = SIZE_BYTES[found >> 6];
          int header = (isSingle ? Math.max(1, size) : 1 + size) + DICTIONARY_BYTES[found & 0x03];
          expect(Part.BLOCK, 3, header);
        }
        case BLOCK -> {
          boolean isLast = (found & 0x01) != 0;
          boolean isRun = (found >> 1 & 0x03) == 1;
          long length = isRun ? 1 : found >> 3;
          boolean ends = isLast && hasChecksum;
          expect(isLast ? Part.MAGIC : Part.BLOCK, isLast ? 4 : 3, length + (ends ? 4 : 0));
        }
      }
    }

    private void expect(Part next, int bytes, long between) {
      part = next;
      missing = bytes;
      passing = between;
      number = 0;
      shift = 0;
    }
  }
}

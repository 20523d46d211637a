// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.pipeline.CsvOptions;
import io.sluice.unpack.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;

/**
 * Hashes the key of each record of a CSV file from its bytes, many times as fast as a parser gives
 * rows. It is a hint, not a judgement: what it misses is found in the rows that were written.
 */
record CsvKeyScanner(byte delimiter, byte quote) implements Serializable {

  /** The seed of Spark's hash functions. */
  private static final long SEED = 42;

  private static final int CHUNK = 1 << 14;
  private static final int BUFFER = 1 << 16;

  /** Longer lines are passed over. */
  private static final int MAX_LINE = 1 << 20;

  CsvKeyScanner(CsvOptions options) {
    this((byte) options.delimiter(), (byte) options.quote());
  }

  /**
   * The hashes of a file's records, unpacked where it is compressed.
   *
   * @param columns as below
   */
  Iterator<long[]> hashes(Path file, Configuration hadoop, int[] columns) throws IOException {
    return hashes(Unpacked.of(file.getFileSystem(hadoop).open(file)), columns);
  }

  /**
   * The hashes in chunks, as Spark's {@code xxhash64} has them of the key's columns as text; an
   * empty one hashes as null.
   *
   * @param columns the places of the key's columns in a record
   */
  Iterator<long[]> hashes(InputStream in, int[] columns) {
    return new Hashes(in, columns);
  }

  /** Goes through the file line by line; a line is whole in the buffer when it is looked at. */
  private final class Hashes implements Iterator<long[]> {
    private final InputStream in;
    private final int[] columns;
    private final int[] starts;
    private final int[] ends;
    private byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean atEnd;
    private boolean header = true;
    private long[] next;

    Hashes(InputStream in, int[] columns) {
      this.in = in;
      this.columns = columns;
      int last = Arrays.stream(columns).max().orElseThrow();
      this.starts = new int[last + 1];
      this.ends = new int[last + 1];
      this.next = read();
    }

    @Override
    public boolean hasNext() {
      return next.length > 0;
    }

    @Override
    public long[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      long[] chunk = next;
      next = read();
      return chunk;
    }

    private long[] read() {
      long[] chunk = new long[CHUNK];
      int length = 0;
      try {
        while (length < CHUNK) {
          int end = lineEnd();
          if (end < 0) {
            in.close();
            break;
          }
          if (!isBlank(end)) {
            if (!header) {
              chunk[length++] = hash(end);
            }
            header = false;
          }
          position = end + 1;
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      return Arrays.copyOf(chunk, length);
    }

    /** The index after the line's last byte, -1 where there is no line any more. */
    private int lineEnd() throws IOException {
      int end = position;
      while (true) {
        while (end < limit) {
          byte b = buffer[end];
          if (b == '\n' || b == '\r') {
            return end;
          }
          end++;
        }
        if (atEnd) {
          return position < limit ? limit : -1;
        }
        int scanned = end - position;
        int kept = fill();
        end = position + Math.min(scanned, kept);
      }
    }

    /** Reads on; returns how many bytes of the line so far are still there. */
    private int fill() throws IOException {
      int left = limit - position;
      if (left > MAX_LINE) {
        left = 0;
      }
      byte[] target = left > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
      System.arraycopy(buffer, limit - left, target, 0, left);
      buffer = target;
      position = 0;
      int read = in.readNBytes(buffer, left, buffer.length - left);
      limit = left + read;
      atEnd = limit < buffer.length;
      return left;
    }

    private boolean isBlank(int end) {
      for (int i = position; i < end; i++) {
        if (buffer[i] < 0 || buffer[i] > ' ') {
          return false;
        }
      }
      return true;
    }

    private long hash(int end) {
      findFields(end);
      long hash = SEED;
      for (int column : columns) {
        int length = ends[column] - starts[column];
        if (length > 0) {
          hash =
              XXH64.hashUnsafeBytes(
                  buffer, Platform.BYTE_ARRAY_OFFSET + starts[column], length, hash);
        }
      }
      return hash;
    }

    /** Fields that a record lacks are empty. */
    private void findFields(int end) {
      int at = position;
      for (int field = 0; field < starts.length; field++) {
        boolean quoted = at < end && buffer[at] == quote;
        int start = quoted ? at + 1 : at;
        int stop = start;
        while (stop < end && buffer[stop] != (quoted ? quote : delimiter)) {
          stop++;
        }
        starts[field] = Math.min(start, end);
        ends[field] = stop;
        while (stop < end && buffer[stop] != delimiter) {
          stop++;
        }
        at = Math.min(stop + 1, end);
      }
    }
  }
}

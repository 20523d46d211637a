// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Goes through the lines of a file, every byte of it, and counts them, sharing nothing with what
 * reads records, so that mistakes of that show. A line of blanks is no record.
 */
final class LineScanner implements Closeable {
  /** A record's values take several times its size in memory. */
  static final int MAX_RECORD = 64 << 20;

  private static final int BUFFER = 1 << 16;
  private static final int SHOWN = 100;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private int from;
  private int to;
  private String first = "";
  private long records;
  private long blankLines;
  private long read;
  private long lines;
  private boolean feeds;
  private boolean returnsWithin;
  private boolean isTooLong;

  LineScanner(InputStream in) {
    this.in = in;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** What {@link #from} and {@link #to} are indexes in. */
  byte[] bytes() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** The first line that isn't blank, shortened. */
  String first() {
    return first;
  }

  long records() {
    return records;
  }

  long blankLines() {
    return blankLines;
  }

  /** How many bytes were taken from the file. */
  long read() {
    return read;
  }

  /** The number of the line that the scanner has gone to, from 1. */
  long line() {
    return lines;
  }

  /** True where lines end with CR alone. */
  boolean hasOnlyReturns() {
    return returnsWithin && !feeds;
  }

  /** True where a line has more than {@link #MAX_RECORD} bytes; there is no going past it. */
  boolean isTooLong() {
    return isTooLong;
  }

  /** Goes to the next line that isn't blank; false where there is none. */
  boolean next() throws IOException {
    while (advance()) {
      int start = JsonCursor.afterMark(buffer, from, to);
      while (start < to && isBlank(buffer[start])) {
        start++;
      }
      if (start < to) {
        record(start);
        return true;
      }
      blankLines++;
    }
    return false;
  }

  private void record(int start) {
    if (records++ == 0) {
      int shown = Math.min(to - start, SHOWN);
      first = new String(buffer, start, shown, StandardCharsets.UTF_8).strip();
      for (int i = start; i < to - 1 && !feeds; i++) {
        returnsWithin |= buffer[i] == '\r';
      }
    }
  }

  /** Goes to the next line. */
  private boolean advance() throws IOException {
    int at = position;
    while (true) {
      while (at < limit && buffer[at] != '\n') {
        at++;
      }
      if (at < limit) {
        feeds = true;
        line(at, at + 1);
        return true;
      }
      int scanned = at - position;
      if (scanned > MAX_RECORD) {
        isTooLong = true;
        return false;
      }
      if (!fill()) {
        boolean any = scanned > 0;
        line(limit, limit);
        return any;
      }
      at = scanned;
    }
  }

  private void line(int end, int next) {
    lines++;
    from = position;
    to = end;
    position = next;
  }

  /** Reads on behind the line so far, which then begins the buffer. */
  private boolean fill() throws IOException {
    int length = limit - position;
    byte[] target = length > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
    System.arraycopy(buffer, position, target, 0, length);
    buffer = target;
    position = 0;
    limit = length;
    int more = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(more, 0);
    read += Math.max(more, 0);
    return more >= 0;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}

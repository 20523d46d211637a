// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the records of a document by its brackets, quotes and commas, while another reader reads
 * it; it shares nothing with what reads its records, so that mistakes of that show.
 */
final class ElementCount extends InputStream {
  private final InputStream in;
  private final byte[][] path;
  private final ByteArrayOutputStream string = new ByteArrayOutputStream();

  private long records;
  private int depth;
  private boolean quoted;
  private boolean escaped;

  /** How many names of the path have led into what is around the position. */
  private int level;

  /** Whether the next value is the one that the path's next name leads to. */
  private boolean named;

  private boolean isFound;

  /** The depth within the array of records, 0 outside of it. */
  private int within;

  private boolean wanting;

  ElementCount(InputStream in, List<String> path) {
    this.in = in;
    this.path =
        path.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }

  long records() {
    return records;
  }

  @Override
  public int read() throws IOException {
    throw new UnsupportedOperationException("it is read in bulk");
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = in.read(bytes, from, length);
    for (int i = from; i < from + read; i++) {
      accept(bytes[i]);
    }
    return read;
  }

  private void accept(byte b) {
    if (quoted) {
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        quoted = false;
      } else if (!isFound && depth == level + 1) {
        string.write(b);
      }
    } else if (b < 0 || b > ' ') {
      token(b);
    }
  }

  private void token(byte b) {
    if (within > 0 && depth == within && wanting && b != ',' && b != ']') {
      records++;
      wanting = false;
    }
    switch (b) {
      case '"' -> {
        quoted = true;
        string.reset();
      }
      case '{', '[' -> open(b);
      case '}', ']' -> leave();
      case ':' -> {
        boolean isLookedAt = !isFound && depth == level + 1;
        named = isLookedAt && Arrays.equals(string.toByteArray(), path[level]);
      }
      case ',' -> {
        wanting |= depth == within;
        named = false;
      }
      default -> {
        // a part of a number, or of true, false and null
      }
    }
  }

  private void open(byte b) {
    depth++;
    if (isFound) {
      return;
    }
    boolean isNext = path.length > 0 && named && depth == level + 2;
    level += isNext ? 1 : 0;
    named = false;
    if ((isNext || depth == 1) && level == path.length) {
      isFound = true;
      if (b == '[') {
        within = depth;
        wanting = true;
      } else {
        records = 1;
      }
    }
  }

  private void leave() {
    if (depth == within) {
      within = 0;
    }
    if (!isFound && level > 0 && depth == level + 1) {
      level--;
    }
    depth--;
  }
}

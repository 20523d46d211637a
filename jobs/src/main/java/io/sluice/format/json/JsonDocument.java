// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Gives the records of one document, one after the other, however large it is. It tells where each
 * begins and ends; what is within is read by who gets it.
 */
final class JsonDocument implements Closeable {
  /** Looks at values of a document that are no part of a record. */
  interface Beside {
    void at(byte[] bytes, int length);
  }

  /** What keeps a document from being read. */
  static final class Unfit extends IOException {
    private static final long serialVersionUID = 1;

    Unfit(String reason) {
      super(reason);
    }
  }

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final List<String> path;
  private final Beside beside;
  private final byte[] buffer = new byte[BUFFER];
  private byte[] value = new byte[BUFFER];
  private int length;
  private int position;
  private int limit;
  private long before;
  private boolean begun;
  private boolean inArray;
  private boolean isOver;

  JsonDocument(InputStream in, List<String> path, Beside beside) {
    this.in = in;
    this.path = path;
    this.beside = beside;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The bytes of the next record, null after the last one. */
  byte[] next() throws IOException {
    if (!begun) {
      begun = true;
      if (peek() < 0) {
        isOver = true; // a file of nothing but blanks
      } else {
        begin();
      }
    } else if (!isOver && inArray) {
      goOn(']');
    } else if (!isOver) {
      end();
    }
    if (isOver) {
      return null;
    }
    take();
    return Arrays.copyOf(value, length);
  }

  /** Goes to the first record. */
  private void begin() throws IOException {
    for (String name : path) {
      if (peek() != '{' || !find(name)) {
        throw new Unfit(
            "no_records: it has nothing at %s; correct source.options.records in pipeline.yaml, or the file, and land it again"
                .formatted(String.join(".", path)));
      }
    }
    int next = peek();
    inArray = next == '[';
    if (!inArray && next != '{') {
      throw new Unfit(
          "no_records: %s is neither an object nor an array; correct it, and land it again"
              .formatted(
                  path.isEmpty() ? "its document" : "what it has at " + String.join(".", path)));
    }
    if (inArray) {
      position++;
      if (peek() == ']') {
        position++;
        end();
      }
    }
  }

  /** Goes to a field's value. */
  private boolean find(String name) throws IOException {
    position++;
    if (peek() == '}') {
      return false;
    }
    while (true) {
      if (name().equals(name)) {
        return true;
      }
      passOver();
      if (peek() == '}') {
        return false;
      }
      require(',', "a comma or '}'");
    }
  }

  /** Goes on after a record in an array. */
  private void goOn(char bracket) throws IOException {
    if (peek() == bracket) {
      position++;
      end();
    } else {
      require(',', "a comma or ']'");
    }
  }

  /** Goes through the rest of the document. */
  private void end() throws IOException {
    isOver = true;
    for (int i = path.size() - 1; i >= 0; i--) {
      while (peek() != '}') {
        require(',', "a comma or '}'");
        if (name().equals(path.get(i))) {
          throw new Unfit(
              "no_records: it has '%s' twice; correct it, and land it again"
                  .formatted(path.get(i)));
        }
        passOver();
      }
      position++;
    }
    if (peek() >= 0) {
      throw fault("the end");
    }
  }

  private String name() throws IOException {
    if (peek() != '"') {
      throw fault("a name in double quotes");
    }
    take();
    JsonCursor name = new JsonCursor();
    name.begin(Arrays.copyOf(value, length));
    name.peek();
    name.string();
    UTF8String text = name.token().text();
    require(':', "a colon");
    return new String(text.getBytes(), StandardCharsets.UTF_8);
  }

  private void passOver() throws IOException {
    take();
    beside.at(value, length);
  }

  private void require(char sign, String what) throws IOException {
    if (peek() != sign) {
      throw fault(what);
    }
    position++;
  }

  private JsonFault fault(String what) {
    return JsonFault.expected(what, before + position);
  }

  /** The next byte that is no blank, -1 at the end. */
  private int peek() throws IOException {
    while (position < limit || fill()) {
      byte b = buffer[position];
      if (isMark(b)) {
        position += 3;
      } else if (b != '\n' && !LineScanner.isBlank(b)) {
        return b & 0xff;
      } else {
        position++;
      }
    }
    return -1;
  }

  private boolean isMark(byte b) {
    return b == (byte) 0xef && before + position == 0 && JsonCursor.afterMark(buffer, 0, limit) > 0;
  }

  /** Reads on; false at the end. */
  private boolean fill() throws IOException {
    before += limit;
    position = 0;
    limit = 0;
    // A byte order mark has to be there as a whole.
    while (limit < 3) {
      int read = in.read(buffer, limit, buffer.length - limit);
      if (read < 0) {
        break;
      }
      limit += read;
    }
    return limit > 0;
  }

  /** Takes the next value. */
  private void take() throws IOException {
    int first = peek();
    length = 0;
    if (first == '{' || first == '[' || first == '"') {
      takeQuotedOrNested();
    } else {
      takeScalar();
    }
  }

  private void takeQuotedOrNested() throws IOException {
    int depth = 0;
    boolean quoted = false;
    boolean escaped = false;
    int from = position;
    do {
      if (position == limit) {
        keep(from);
        if (!fill()) {
          throw fault("the end of a value");
        }
        from = 0;
      }
      byte b = buffer[position++];
      if (quoted) {
        quoted = escaped || b != '"';
        escaped = !escaped && b == '\\';
      } else if (b == '"') {
        quoted = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
    } while (depth > 0 || quoted);
    keep(from);
  }

  private void takeScalar() throws IOException {
    int from = position;
    while (true) {
      if (position == limit) {
        keep(from);
        from = 0;
        if (!fill()) {
          break;
        }
      }
      byte b = buffer[position];
      if (b == ',' || b == ']' || b == '}' || b == '\n' || LineScanner.isBlank(b)) {
        break;
      }
      position++;
    }
    keep(from);
    if (length == 0) {
      throw fault("a value");
    }
  }

  /** Keeps what has been read of a value. */
  private void keep(int from) throws IOException {
    int more = position - from;
    if (length + more > LineScanner.MAX_RECORD) {
      throw new Unfit(Rejection.recordTooLong());
    }
    if (length + more > value.length) {
      value = Arrays.copyOf(value, Math.max(2 * value.length, length + more));
    }
    System.arraycopy(buffer, from, value, length, more);
    length += more;
  }
}

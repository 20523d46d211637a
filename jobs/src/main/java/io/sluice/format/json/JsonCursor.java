// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Goes through one JSON text, strictly by RFC 8259: no comments, no single quotes, no NaN, nothing
 * after the last bracket. It works on bytes and gives values as slices of them, so that digits and
 * letters are those that were sent; whether a string is text is told of each by itself, since one
 * bad byte must not hide the rest of a record.
 */
final class JsonCursor {
  /** A deeper one is no data. */
  static final int MAX_DEPTH = 1_000;

  private final boolean[] inObject = new boolean[MAX_DEPTH + 1];

  private byte[] bytes = {};
  private int origin;
  private int end;
  private int position;
  private int depth;

  private final JsonToken token = new JsonToken();

  /** Begins with a text. */
  void begin(byte[] text) {
    begin(text, 0, text.length);
  }

  /** Begins with a text, which stays as it is until the values that are made of it are used. */
  void begin(UTF8String text) {
    if (text.getBaseObject() instanceof byte[] its) {
      int from = (int) (text.getBaseOffset() - Platform.BYTE_ARRAY_OFFSET);
      begin(its, from, from + text.numBytes());
    } else {
      begin(text.getBytes());
    }
  }

  /** Begins with a text that is a part of some bytes. */
  void begin(byte[] text, int from, int to) {
    bytes = text;
    origin = from;
    position = afterMark(text, from, to);
    end = to;
    depth = 0;
  }

  /** The index after a byte order mark, if there is one. */
  static int afterMark(byte[] text, int from, int to) {
    boolean isMarked =
        to - from > 2
            && text[from] == (byte) 0xef
            && text[from + 1] == (byte) 0xbb
            && text[from + 2] == (byte) 0xbf;
    return isMarked ? from + 3 : from;
  }

  /** The string, number or literal that was read last. */
  JsonToken token() {
    return token;
  }

  /** The index of the next byte. */
  int position() {
    return position;
  }

  /** The next byte that is no blank, -1 at the end. */
  int peek() {
    while (position < end) {
      byte b = bytes[position];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b & 0xff;
      }
      position++;
    }
    return -1;
  }

  JsonFault expected(String what) {
    return JsonFault.expected(what, position - origin);
  }

  /** Requires that nothing follows. */
  void finish() {
    if (peek() >= 0) {
      throw expected("the end");
    }
  }

  /**
   * Enters an object or an array, whose bracket is next.
   *
   * @return whether it holds anything
   */
  boolean enter() {
    boolean isObject = bytes[position] == '{';
    if (++depth > MAX_DEPTH) {
      throw JsonFault.tooDeep();
    }
    inObject[depth] = isObject;
    position++;
    if (peek() == (isObject ? '}' : ']')) {
      leave();
      return false;
    }
    return true;
  }

  private void leave() {
    position++;
    depth--;
  }

  /** Goes on after a value in an object or array: true before the next one, false past its end. */
  boolean next() {
    int next = peek();
    if (next == ',') {
      position++;
      return true;
    } else if (next == (inObject[depth] ? '}' : ']')) {
      leave();
      return false;
    }
    throw expected(inObject[depth] ? "a comma or '}'" : "a comma or ']'");
  }

  /** Reads a name and the colon after it. */
  void name() {
    if (peek() != '"') {
      throw expected("a name in double quotes");
    }
    string();
    if (peek() != ':') {
      throw expected("a colon");
    }
    position++;
  }

  /** Reads a string, whose quote is next. */
  void string() {
    int i = position + 1;
    int all = 0;
    boolean escaped = false;
    boolean nul = false;
    while (i < end) {
      byte b = bytes[i];
      if (b == '"') {
        token.set(bytes, position + 1, i, escaped, all < 0, nul);
        position = i + 1;
        return;
      } else if (b == '\\') {
        escaped = true;
        i = afterEscape(i + 1);
      } else if (b > 0 && b < ' ') {
        position = i;
        throw expected("an escape in place of a control character");
      } else {
        nul |= b == 0;
        all |= b;
        i++;
      }
    }
    position = end;
    throw expected("the end of a string");
  }

  private int afterEscape(int at) {
    boolean isWhole = at < end;
    if (isWhole && bytes[at] == 'u') {
      isWhole = at + 5 <= end;
      for (int i = at + 1; isWhole && i <= at + 4; i++) {
        isWhole = Character.digit(bytes[i], 16) >= 0;
      }
      if (isWhole) {
        return at + 5;
      }
    } else if (isWhole && "\"\\/bfnrt".indexOf(bytes[at]) >= 0) {
      return at + 1;
    }
    position = at;
    throw expected("an escape such as \\n or \\u00e4");
  }

  /** Reads a number, true, false or null. */
  void scalar() {
    int next = peek();
    int start = position;
    if (next == '-' || (next >= '0' && next <= '9')) {
      number();
    } else if (next == 't') {
      literal("true");
    } else if (next == 'f') {
      literal("false");
    } else if (next == 'n') {
      literal("null");
    } else {
      throw expected("a value");
    }
    token.set(bytes, start, position, false, false, false);
  }

  private void number() {
    position += bytes[position] == '-' ? 1 : 0;
    if (position < end && bytes[position] == '0') {
      position++;
    } else {
      digits();
    }
    if (position < end && bytes[position] == '.') {
      position++;
      digits();
    }
    if (position < end && (bytes[position] | 0x20) == 'e') {
      position++;
      position += position < end && (bytes[position] == '+' || bytes[position] == '-') ? 1 : 0;
      digits();
    }
  }

  private void digits() {
    int first = position;
    while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
      position++;
    }
    if (position == first) {
      throw expected("a digit");
    }
  }

  private void literal(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (position + i >= end || bytes[position + i] != word.charAt(i)) {
        throw expected("a value");
      }
    }
    position += word.length();
  }

  /** Passes over a value, of which only the form is looked at. */
  void skip() {
    int outside = depth;
    do {
      int next = peek();
      if (next == '{' || next == '[') {
        if (enter()) {
          nameWithin(outside);
          continue;
        }
      } else if (next == '"') {
        string();
      } else {
        scalar();
      }
      while (depth > outside && !next()) {
        // it was the last value of what is around it
      }
      nameWithin(outside);
    } while (depth > outside);
  }

  private void nameWithin(int outside) {
    if (depth > outside && inObject[depth]) {
      name();
    }
  }

  /** The bytes from an index on, as far as they have been read. */
  UTF8String from(int index) {
    return UTF8String.fromBytes(bytes, index, position - index);
  }
}

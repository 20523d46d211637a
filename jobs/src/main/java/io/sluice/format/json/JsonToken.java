// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.json;

import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** A string, number or literal within the bytes of a JSON text. */
final class JsonToken {
  private byte[] bytes;
  private int start;
  private int stop;
  private boolean escaped;
  private boolean wide;
  private boolean nul;

  /**
   * @param escaped whether it is a string with escapes
   * @param wide whether it has bytes that are not ASCII
   * @param nul whether it has a NUL byte
   */
  void set(byte[] in, int from, int to, boolean escaped, boolean wide, boolean nul) {
    bytes = in;
    start = from;
    stop = to;
    this.escaped = escaped;
    this.wide = wide;
    this.nul = nul;
  }

  /** True for a string in ASCII, without escapes or a NUL. */
  boolean isPlain() {
    return !wide && !escaped && !nul;
  }

  boolean isEscaped() {
    return escaped;
  }

  /** True where it holds an escape of half a character, or bytes that are no UTF-8. */
  boolean isBroken() {
    return (wide && !Utf8.isText(bytes, start, stop))
        || (escaped && Escapes.halveCharacters(bytes, start, stop));
  }

  /** What is meant; half a character becomes U+FFFD. */
  UTF8String text() {
    return escaped
        ? Escapes.decoded(bytes, start, stop)
        : UTF8String.fromBytes(bytes, start, stop - start);
  }

  /** True where it is written exactly so. */
  boolean is(byte[] text) {
    return !escaped && Arrays.equals(bytes, start, stop, text, 0, text.length);
  }

  /**
   * A hash of its bytes as they are written.
   *
   * @param bits taken to be set in every byte
   */
  int hash(int bits) {
    return hash(bytes, start, stop, bits);
  }

  static int hash(byte[] text, int from, int to, int bits) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + (text[i] | bits);
    }
    return hash ^ hash >>> 15;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.pipeline.CsvOptions;
import java.io.Serializable;
import java.nio.charset.Charset;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * State of a parser in the quotes of a record, byte by byte: a quote opens at the start of a field
 * only, and what follows a closing quote decides whether it was one. A quoted field that goes on
 * after its closing quote, as in {@code "5" pipe}, ends at the next delimiter. Public because
 * generated code calls it.
 */
public final class Quotes implements Serializable {
  private static final long serialVersionUID = 1;

  /** Outside of quoted fields; where a record begins. */
  static final int OUTSIDE = 0;

  static final int INSIDE = 1;

  /** After the escape character in a quoted field, where that is no quote. */
  private static final int ESCAPED = 2;

  /** After a quote in a quoted field, which may be its end or one half of an escaped quote. */
  private static final int AFTER_QUOTE = 3;

  /** Blanks after a quoted field. */
  private static final int AFTER_FIELD = 4;

  final byte delimiter;
  final byte quote;
  final byte escape;

  /** Of a delimiter of several bytes the last counts, which tells it from all that matters here. */
  Quotes(CsvOptions options, Charset encoding) {
    byte[] bytes = String.valueOf(options.delimiter()).getBytes(encoding);
    this.delimiter = bytes[bytes.length - 1];
    this.quote = (byte) options.quote();
    this.escape = (byte) options.escape();
  }

  /**
   * The state after one more byte that is no line end.
   *
   * @param startsField whether the byte is the first of a field
   */
  int next(int state, byte b, boolean startsField) {
    return switch (state) {
      case OUTSIDE -> b == quote && startsField ? INSIDE : OUTSIDE;
      case INSIDE -> b == quote ? AFTER_QUOTE : b == escape ? ESCAPED : INSIDE;
      case ESCAPED -> INSIDE;
      case AFTER_QUOTE -> b != quote ? afterField(b) : escape == quote ? INSIDE : AFTER_QUOTE;
      default -> afterField(b);
    };
  }

  private int afterField(byte b) {
    boolean blank = b != delimiter && b >= 0 && b <= ' ';
    return blank ? AFTER_FIELD : OUTSIDE;
  }

  /**
   * True where a line ends in a quoted field: a parser takes such a field as ended, which may hide
   * that the next line holds the rest of it.
   */
  public Boolean unclosed(UTF8String line) {
    byte[] bytes = line.getBytes();
    int state = OUTSIDE;
    for (int i = 0; i < bytes.length; i++) {
      state = next(state, bytes[i], i == 0 || bytes[i - 1] == delimiter);
    }
    return open(state);
  }

  /** True where a line end would be part of a field. */
  static boolean open(int state) {
    return state == INSIDE || state == ESCAPED;
  }
}

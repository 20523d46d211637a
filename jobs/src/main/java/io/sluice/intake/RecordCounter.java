package io.sluice.intake;

import io.sluice.pipeline.CsvOptions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

/**
 * Counts the records of a CSV file from its bytes, sharing nothing with the parser, so that the
 * parser's mistakes show. Lines end with LF, CRLF or CR; a line of blanks is none.
 */
final class RecordCounter implements Serializable {
  private static final long serialVersionUID = 1;

  private final boolean multiLine;
  private final char quote;
  private final char escape;

  /**
   * @param records without the header
   * @param blankLines lines that hold nothing
   */
  record Count(long records, long blankLines) implements Serializable {}

  RecordCounter(CsvOptions options) {
    this.multiLine = options.multiLine();
    this.quote = options.quote();
    this.escape = options.escape();
  }

  Count count(InputStream stream) throws IOException {
    long lines = 0;
    long blank = 0;
    boolean any = false;
    boolean filled = false;
    boolean quoted = false;
    boolean escaped = false;
    boolean afterCarriageReturn = false;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = new BufferedInputStream(stream, buffer.length)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        for (int i = 0; i < length; i++) {
          int b = buffer[i] & 0xff;
          boolean second = b == '\n' && afterCarriageReturn;
          afterCarriageReturn = b == '\r';
          if ((b == '\n' || b == '\r') && !quoted) {
            if (!second) {
              lines += filled ? 1 : 0;
              blank += filled ? 0 : 1;
            }
            filled = false;
            any = false;
            continue;
          }
          any = true;
          filled |= b > ' ';
          if (multiLine) {
            if (escaped) {
              escaped = false;
            } else if (quoted && b == escape && escape != quote) {
              escaped = true;
            } else if (b == quote) {
              quoted = !quoted;
            }
          }
        }
      }
    }
    lines += filled ? 1 : 0;
    blank += any && !filled ? 1 : 0;
    return new Count(Math.max(0, lines - 1 /* header */), blank);
  }
}

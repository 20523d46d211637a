// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.pipeline.CsvOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the bytes of a CSV file once: counts its records, sharing nothing with the parser, so that
 * the parser's mistakes show, and notices what needs a closer look. Lines end with LF, CRLF or CR,
 * and one of blanks is no record. Where fields may hold line breaks, lines end with LF or CRLF, and
 * only an empty one is no record.
 */
final class CsvByteScanner {
  /** A header longer than this is none. */
  static final int MAX_HEADER = 1 << 20;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;
  private static final long BLANKS = ' ' * EACH;

  private final boolean multiLine;
  private final long most;
  private final Quotes quotes;
  private final EncodingCheck encoding;
  private final ByteArrayOutputStream header = new ByteArrayOutputStream();
  private final LineEnds ends = new LineEnds();

  private boolean isCut;
  private boolean headerEnded;
  private long lines;
  private long blankLines;
  private long longest;
  private long longestRecord;
  private long mostColumns;
  private long unclosed;
  private boolean nul;

  private long position;
  private byte previous;

  /** The line that the position is in, and how many beginnings of records are wanted. */
  private long line = 1;

  private int wanted;
  private final List<Long> begins = new ArrayList<>();

  // Of the line, or the record of several lines, that the position is in:
  private long start;
  private long firstLine = 1;
  private long delimiters;
  private boolean any;
  private boolean filled;
  private int state = Quotes.OUTSIDE;

  /**
   * Findings about one file.
   *
   * @param header the bytes of its first line that isn't blank, at most {@link #MAX_HEADER}
   * @param records without the header
   * @param blankLines lines that hold nothing
   * @param longest the most bytes of one record, as far as the file was read: not beyond a header
   *     or a record that is too long
   * @param longestRecord the number of that record, from 1
   * @param mostColumns the most columns of one record
   * @param nul whether there is a NUL byte
   * @param undecodable whether there are bytes that are not in the encoding
   * @param unclosed how many records end in a quoted field
   * @param isCut whether the rest of it was not read
   */
  record Seen(
      byte[] header,
      long records,
      long blankLines,
      long longest,
      long longestRecord,
      long mostColumns,
      boolean nul,
      boolean undecodable,
      long unclosed,
      LineEnds ends,
      boolean isCut)
      implements Serializable {}

  CsvByteScanner(CsvOptions options) {
    this(options, Long.MAX_VALUE);
  }

  /**
   * @param most so many bytes, or some more; the record that is cut there is none
   */
  CsvByteScanner(CsvOptions options, long most) {
    this.most = most;
    this.multiLine = options.multiLine();
    this.quotes = new Quotes(options, options.charset());
    this.encoding = EncodingCheck.of(options.charset());
  }

  Seen scan(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int length = in.read(buffer);
    for (; length >= 0 && !isRefused() && position < most; length = in.read(buffer)) {
      accept(buffer, length);
      encoding.accept(buffer, length);
    }
    isCut = length >= 0 && !isRefused();
    if (!isCut) {
      endFile();
    }
    return new Seen(
        header.toByteArray(),
        Math.max(0, lines - 1 /* header */),
        blankLines,
        longest,
        longestRecord,
        mostColumns,
        nul,
        encoding.failed(),
        unclosed,
        ends,
        isCut);
  }

  /**
   * The lines in which the first records begin, from 1; the header has one of its own.
   *
   * @param records how many, fewer where there aren't so many
   */
  List<Long> lines(InputStream in, int records) throws IOException {
    wanted = records + 1 /* header */;
    byte[] buffer = new byte[1 << 16];
    int length = in.read(buffer);
    for (; length >= 0 && !isRefused() && begins.size() < wanted; length = in.read(buffer)) {
      accept(buffer, length);
    }
    if (begins.size() < wanted) {
      endFile();
    }
    return begins.isEmpty() ? begins : begins.subList(1, begins.size());
  }

  /** A file that is rejected anyway may unpack to a thousand times its size. */
  private boolean isRefused() {
    return header.size() == MAX_HEADER
        || Math.max(longest, position - start) > Rejection.MAX_RECORD;
  }

  private void accept(byte[] buffer, int length) {
    int i = 0;
    while (i < length) {
      i = headerEnded && i + Long.BYTES <= length ? skip(buffer, i, length) : i;
      if (i < length) {
        accept(buffer[i++]);
      }
    }
  }

  /**
   * Passes over bytes of which nothing but delimiters matters, eight at a time; most of a file is
   * such. Gives the index of the first other byte, or of one near the buffer's end.
   */
  private int skip(byte[] buffer, int from, int length) {
    boolean inside = state == Quotes.INSIDE;
    if ((!inside && state != Quotes.OUTSIDE) || previous == '\r') {
      return from;
    }
    long quote = (quotes.quote & 0xff) * EACH;
    long escape = inside ? (quotes.escape & 0xff) * EACH : quote;
    long delimiter = (quotes.delimiter & 0xff) * EACH;
    long found = 0;
    long text = 0;
    long matters = 0;
    int i = from;
    while (matters == 0 && i + Long.BYTES <= length) {
      long word = (long) WORDS.get(buffer, i);
      long control = (word - BLANKS) & ~word & HIGH;
      matters = control | zeros(word ^ quote) | zeros(word ^ escape);
      int bits = matters == 0 ? Long.SIZE : Long.numberOfTrailingZeros(matters) - 7;
      long before = bits == Long.SIZE ? -1 : (1L << bits) - 1;
      found += Long.bitCount(zeros(word ^ delimiter) & before);
      text |= (word ^ BLANKS) & before;
      i += bits / Byte.SIZE;
    }
    if (i > from) {
      position += i - from;
      previous = buffer[i - 1];
      delimiters += inside ? 0 : found;
      any = true;
      filled |= text != 0;
    }
    return i;
  }

  /** Sets the high bit of each byte that is 0, and nothing else. */
  private static long zeros(long word) {
    return ~(((word & ~HIGH) + ~HIGH) | word | ~HIGH);
  }

  private void accept(byte b) {
    boolean afterReturn = previous == '\r';
    if (b == '\n') {
      position++;
      ends.lineFeed(afterReturn, !multiLine || !Quotes.open(state));
      if (multiLine && Quotes.open(state)) {
        goOn();
      } else if (multiLine || !afterReturn) {
        endLine(/* withFile */ false);
      }
      start = Quotes.open(state) ? start : position;
    } else if (b == '\r' && !multiLine) {
      lookBack(afterReturn);
      endLine(/* withFile */ false);
      start = ++position;
    } else {
      lookBack(afterReturn);
      any |= afterReturn || b != '\r';
      text(b);
      position++;
    }
    previous = b;
  }

  /** Whether a CR is alone shows in what follows it. */
  private void lookBack(boolean afterReturn) {
    if (afterReturn) {
      ends.loneReturn();
    }
  }

  private void text(byte b) {
    boolean startsField = position == start || previous == quotes.delimiter;
    delimiters += b == quotes.delimiter && !Quotes.open(state) ? 1 : 0;
    state = quotes.next(state, b, startsField);
    filled |= (b & 0xff) > ' ';
    nul |= b == 0;
    keep(b);
  }

  /** A line ends in a quoted field, and the record goes on. */
  private void goOn() {
    state = Quotes.INSIDE;
    any = true;
    line++;
    keep((byte) '\n');
  }

  private void keep(byte b) {
    if (!headerEnded) {
      header.write(b);
      headerEnded = header.size() == MAX_HEADER;
    }
  }

  private void endLine(boolean withFile) {
    boolean isRecord = multiLine ? any : filled;
    if (isRecord && begins.size() < wanted) {
      begins.add(firstLine);
    }
    firstLine = ++line;
    if (isRecord) {
      headerEnded = true;
    } else if (!headerEnded) {
      header.reset();
    }
    lines += isRecord ? 1 : 0;
    blankLines += isRecord || (withFile && !any) ? 0 : 1;
    unclosed += Quotes.open(state) ? 1 : 0;
    if (position - start > longest) {
      longest = position - start;
      longestRecord = isRecord ? lines - 1 /* header */ : lines;
    }
    mostColumns = Math.max(mostColumns, delimiters + 1);
    delimiters = 0;
    any = false;
    filled = false;
    state = Quotes.OUTSIDE;
  }

  private void endFile() {
    boolean afterReturn = previous == '\r';
    lookBack(afterReturn);
    any |= multiLine && afterReturn;
    endLine(/* withFile */ true);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

/**
 * Reasons to reject a whole CSV file: a code that stays the same, what is wrong, and what to do.
 * The header's reasons are {@link CsvHeader}'s, those of any format {@code unpack}'s.
 */
final class Rejection {
  /** Number of columns that Spark's reader takes at most. */
  static final int MAX_COLUMNS = 20_480;

  /** The parser needs several times a record's size in memory. */
  static final int MAX_RECORD = 32 << 20;

  private Rejection() {}

  static String encoding(String encoding) {
    return "encoding: its header is not in %s; save it so, or correct source.options.encoding in pipeline.yaml, and land it again"
        .formatted(encoding);
  }

  /** For a file about which the parser and a count of its bytes don't agree. */
  static String unbalanced(long counted, long accounted) {
    return "unbalanced: its bytes hold %d records, but the parser gives %d; correct its quotes, or the options of source in pipeline.yaml, and land it again"
        .formatted(counted, accounted);
  }

  /** For a file whose bytes can't be parsed; empty for any other. */
  static String of(CsvByteScanner.Seen scan, boolean multiLine) {
    if (scan.header().length == CsvByteScanner.MAX_HEADER) {
      return "header_mismatch: the first line has %d bytes or more; the file needs a header"
          .formatted(CsvByteScanner.MAX_HEADER);
    } else if (scan.ends().onlyReturns()) {
      return "line_ends: its lines end with CR alone; end them with LF or CRLF, and land it again";
    } else if (multiLine && scan.ends().firstMisleads()) {
      return "line_ends: its lines end in several ways, which can't be told apart where multi-line is true; end all with LF or all with CRLF, and land it again";
    } else if (scan.longest() > MAX_RECORD) {
      return "record_too_long: record %d has more than %d bytes; correct its quotes or line ends, and land it again"
          .formatted(scan.longestRecord(), MAX_RECORD);
    } else if (multiLine && scan.unclosed() > 0) {
      return "unclosed_quote: record %d begins a quoted value that nothing ends; correct its quotes, and land it again"
          .formatted(scan.records());
    } else if (scan.mostColumns() > MAX_COLUMNS) {
      return "too_many_columns: a line has %d columns, more than %d; correct the line, and land it again"
          .formatted(scan.mostColumns(), MAX_COLUMNS);
    }
    return "";
  }
}

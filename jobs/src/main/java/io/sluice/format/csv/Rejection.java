// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.storage.Entry;
import io.sluice.text.Escaped;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * Reasons to reject a whole file: a code that stays the same, what is wrong, and what to do. The
 * header's reasons are {@link CsvHeader}'s.
 */
final class Rejection {
  static final String NO_GZIP =
      "broken_archive: its name ends with .gz, but it is no gzip archive; correct its name or its"
          + " content, and land it again";

  /** Hadoop takes what stands before a colon for a scheme. */
  static final String BAD_NAME =
      "bad_name: its name holds a colon, with which it can't be opened; rename it, and land it"
          + " again";

  /** Number of columns that Spark's reader takes at most. */
  static final int MAX_COLUMNS = 20_480;

  /** The parser needs several times a record's size in memory. */
  static final int MAX_RECORD = 32 << 20;

  private Rejection() {}

  static String notAFile(Entry.Kind kind) {
    String name =
        switch (kind) {
          case LINK -> "a symbolic link";
          case FOLDER -> "a folder";
          default -> "a pipe, a socket or a device";
        };
    return "not_a_file: it is %s, which is never opened; land a file instead".formatted(name);
  }

  static String unreadable(Path file, IOException e) {
    String why = String.valueOf(e.getMessage()).replace(file.toUri().getPath(), "");
    return "unreadable: %s; let Sluice's user read it, and land it again"
        .formatted(Escaped.plain(why.strip()));
  }

  static String brokenArchive(IOException e) {
    return "broken_archive: it can't be unpacked (%s); land it again, whole"
        .formatted(Escaped.plain(String.valueOf(e.getMessage())));
  }

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
    } else if (multiLine && scan.unclosed() > 0) {
      return "unclosed_quote: record %d begins a quoted value that nothing ends; correct its quotes, and land it again"
          .formatted(scan.records());
    } else if (scan.mostColumns() > MAX_COLUMNS) {
      return "too_many_columns: a line has %d columns, more than %d; correct the line, and land it again"
          .formatted(scan.mostColumns(), MAX_COLUMNS);
    } else if (scan.longest() > MAX_RECORD) {
      return "record_too_long: a record has %d bytes, more than %d; correct its quotes or line ends, and land it again"
          .formatted(scan.longest(), MAX_RECORD);
    }
    return "";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.Source;
import io.sluice.unpack.FileKind;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.Refusal;
import io.sluice.unpack.Unpacked;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Looks at one file before it is parsed, in a Spark task: whether it can be read at all, its
 * header, the number of its records, and its anomalies.
 *
 * @param most how many bytes of it are looked at, unpacked; some more may be
 */
record CsvInspector(CsvOptions options, int maxFieldLength, long most) implements Serializable {
  static final String FORMAT = "CSV";

  /**
   * @param firstLine empty where the file holds nothing
   * @param rejection why the file can't be read, empty where it can
   * @param records without the header
   * @param isPacked whether the file is compressed
   * @param isWhole whether all of it was looked at; else {@code records} are only the first
   */
  record Inspected(
      String firstLine,
      String rejection,
      long records,
      long blankLines,
      CsvAnomalies anomalies,
      boolean isPacked,
      boolean isWhole)
      implements Serializable {
    Inspected(
        String firstLine,
        String rejection,
        long records,
        long blankLines,
        CsvAnomalies anomalies,
        boolean isPacked) {
      this(firstLine, rejection, records, blankLines, anomalies, isPacked, true);
    }

    private static Inspected rejected(String reason) {
      return new Inspected("", reason, 0, 0, CsvAnomalies.NONE, false);
    }

    boolean isRejected() {
      return !rejection.isEmpty();
    }

    boolean holdsNothing() {
      return firstLine.isEmpty() && records == 0;
    }
  }

  CsvInspector(Source source) {
    this(source, Long.MAX_VALUE);
  }

  CsvInspector(Source source, long most) {
    this(CsvFormat.options(source), source.maxFieldLength(), most);
  }

  /**
   * @throws IOException where looking at the file again may help
   */
  Inspected inspect(Path file, Configuration hadoop) throws IOException {
    try {
      return new LandedFile(file, hadoop).read(Set.of(), bytes -> inspect(file, bytes));
    } catch (Refusal e) {
      return Inspected.rejected(e.reason(FORMAT));
    }
  }

  private Inspected inspect(Path file, Unpacked bytes) throws IOException {
    CsvByteScanner.Seen scan = new CsvByteScanner(options, most).scan(bytes);
    String rejection = Rejection.of(scan, options.multiLine());
    if (!rejection.isEmpty()) {
      return Inspected.rejected(rejection);
    }
    try {
      String line = firstLine(scan.header());
      return new Inspected(
          line,
          "",
          scan.records(),
          scan.blankLines(),
          anomalies(scan),
          bytes.isPacked(),
          !scan.isCut());
    } catch (CharacterCodingException e) {
      return Inspected.rejected(
          FileKind.byName(file.getName(), FORMAT)
              .orElseGet(() -> Rejection.encoding(options.encoding())));
    }
  }

  /**
   * The line that names a file's columns, without a byte order mark.
   *
   * @throws CharacterCodingException where the line is not in the encoding
   */
  private String firstLine(byte[] line) throws CharacterCodingException {
    String text = options.charset().newDecoder().decode(ByteBuffer.wrap(line)).toString();
    if (text.indexOf('\0') >= 0) {
      throw new CharacterCodingException(); // UTF-16 passes for UTF-8, with a NUL in every letter
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private CsvAnomalies anomalies(CsvByteScanner.Seen scan) {
    boolean fields = scan.nul() || scan.undecodable() || scan.longest() > maxFieldLength;
    return new CsvAnomalies(fields, scan.undecodable(), scan.unclosed() > 0);
  }
}

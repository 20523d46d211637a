// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import io.sluice.intake.Landing;
import io.sluice.pipeline.CsvOptions;
import io.sluice.pipeline.Source;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Looks at one file before it is parsed, in a Spark task: whether it can be read at all, its
 * header, the number of its records, and its anomalies.
 */
record CsvInspector(CsvOptions options, int maxFieldLength) implements Serializable {
  private static final int BUFFER = 1 << 16;

  /**
   * @param firstLine empty where the file holds nothing
   * @param rejection why the file can't be read, empty where it can
   * @param records without the header
   */
  record Inspected(
      String firstLine, String rejection, long records, long blankLines, CsvAnomalies anomalies)
      implements Serializable {
    private static Inspected rejected(String reason) {
      return new Inspected("", reason, 0, 0, CsvAnomalies.NONE);
    }

    boolean isRejected() {
      return !rejection.isEmpty();
    }

    boolean holdsNothing() {
      return firstLine.isEmpty() && records == 0;
    }
  }

  CsvInspector(Source source) {
    this(CsvFormat.options(source), source.maxFieldLength());
  }

  Inspected inspect(Path file, Configuration hadoop) {
    Entry.Kind kind =
        new Storage(hadoop)
            .entry(file)
            .map(Entry::kind)
            .orElse(Entry.Kind.FILE /* opening fails */);
    if (kind != Entry.Kind.FILE) {
      return Inspected.rejected(Rejection.notAFile(kind));
    }
    if (file.getName().contains(":")) {
      return Inspected.rejected(Rejection.BAD_NAME);
    }
    try (InputStream in = new BufferedInputStream(file.getFileSystem(hadoop).open(file), BUFFER)) {
      CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
      return codec == null ? plain(in) : unpacked(in, codec, file);
    } catch (IOException e) {
      return Inspected.rejected(Rejection.unreadable(file, e));
    }
  }

  private Inspected unpacked(InputStream packed, CompressionCodec codec, Path file)
      throws IOException {
    boolean isGzip = FileKind.of(head(packed)).equals(Optional.of(FileKind.GZIP));
    if (file.getName().endsWith(Landing.COMPRESSED) && !isGzip) {
      return Inspected.rejected(Rejection.NO_GZIP);
    }
    try (InputStream in = new BufferedInputStream(codec.createInputStream(packed), BUFFER)) {
      return plain(in);
    } catch (IOException e) {
      return Inspected.rejected(Rejection.brokenArchive(e));
    }
  }

  private Inspected plain(InputStream in) throws IOException {
    Optional<FileKind> kind = FileKind.of(head(in));
    if (kind.isPresent()) {
      return Inspected.rejected(kind.get().reason());
    }
    CsvByteScanner.Seen scan = new CsvByteScanner(options).scan(in);
    String rejection = Rejection.of(scan, options.multiLine());
    if (!rejection.isEmpty()) {
      return Inspected.rejected(rejection);
    }
    try {
      String line = firstLine(scan.header());
      return new Inspected(line, "", scan.records(), scan.blankLines(), anomalies(scan));
    } catch (CharacterCodingException e) {
      return Inspected.rejected(Rejection.encoding(options.encoding()));
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

  private static byte[] head(InputStream in) throws IOException {
    in.mark(FileKind.HEAD);
    byte[] head = in.readNBytes(FileKind.HEAD);
    in.reset();
    return head;
  }
}

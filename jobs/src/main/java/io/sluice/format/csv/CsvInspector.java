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
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Looks at one file before it is parsed, in a Spark task: whether it can be read at all, its
 * header, how many records it has, and what is odd about it.
 */
final class CsvInspector implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int BUFFER = 1 << 16;

  private final char delimiter;
  private final char quote;
  private final char escape;
  private final String encoding;
  private final boolean multiLine;
  private final int maxFieldLength;

  /**
   * @param firstLine empty where the file holds nothing
   * @param rejection why the file can't be read, empty where it can
   * @param records without the header
   */
  record Seen(
      String firstLine, String rejection, long records, long blankLines, CsvAnomalies oddity)
      implements Serializable {
    private static Seen rejected(String reason) {
      return new Seen("", reason, 0, 0, CsvAnomalies.NONE);
    }

    boolean isRejected() {
      return !rejection.isEmpty();
    }

    boolean holdsNothing() {
      return firstLine.isEmpty() && records == 0;
    }
  }

  CsvInspector(Source source) {
    CsvOptions options = source.options();
    this.delimiter = options.delimiter();
    this.quote = options.quote();
    this.escape = options.escape();
    this.encoding = options.encoding().name();
    this.multiLine = options.multiLine();
    this.maxFieldLength = source.maxFieldLength();
  }

  Seen at(Path file, Configuration hadoop) {
    Entry.Kind kind =
        new Storage(hadoop)
            .entry(file)
            .map(Entry::kind)
            .orElse(Entry.Kind.FILE /* opening fails */);
    if (kind != Entry.Kind.FILE) {
      return Seen.rejected(Rejection.notAFile(kind));
    }
    if (file.getName().contains(":")) {
      return Seen.rejected(Rejection.BAD_NAME);
    }
    try (InputStream in = new BufferedInputStream(file.getFileSystem(hadoop).open(file), BUFFER)) {
      CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
      return codec == null ? plain(in) : unpacked(in, codec, file);
    } catch (IOException e) {
      return Seen.rejected(Rejection.unreadable(file, e));
    }
  }

  private Seen unpacked(InputStream packed, CompressionCodec codec, Path file) throws IOException {
    boolean isGzip = FileKind.of(head(packed)).equals(Optional.of(FileKind.GZIP));
    if (file.getName().endsWith(Landing.COMPRESSED) && !isGzip) {
      return Seen.rejected(Rejection.NO_GZIP);
    }
    try (InputStream in = new BufferedInputStream(codec.createInputStream(packed), BUFFER)) {
      return plain(in);
    } catch (IOException e) {
      return Seen.rejected(Rejection.brokenArchive(e));
    }
  }

  private Seen plain(InputStream in) throws IOException {
    Optional<FileKind> kind = FileKind.of(head(in));
    if (kind.isPresent()) {
      return Seen.rejected(kind.get().reason());
    }
    CsvByteScanner.Seen scan = new CsvByteScanner(options()).scan(in);
    Optional<String> rejection = Rejection.of(scan, multiLine);
    if (rejection.isPresent()) {
      return Seen.rejected(rejection.get());
    }
    try {
      String line = FirstLine.decode(scan.header(), Charset.forName(encoding));
      return new Seen(line, "", scan.records(), scan.blankLines(), oddity(scan));
    } catch (CharacterCodingException e) {
      return Seen.rejected(Rejection.encoding(encoding));
    }
  }

  private CsvAnomalies oddity(CsvByteScanner.Seen scan) {
    boolean fields = scan.nul() || scan.undecodable() || scan.longest() > maxFieldLength;
    return new CsvAnomalies(fields, scan.undecodable(), scan.unclosed() > 0);
  }

  private static byte[] head(InputStream in) throws IOException {
    in.mark(FileKind.HEAD);
    byte[] head = in.readNBytes(FileKind.HEAD);
    in.reset();
    return head;
  }

  private CsvOptions options() {
    return new CsvOptions(delimiter, quote, escape, Charset.forName(encoding), "", multiLine);
  }
}

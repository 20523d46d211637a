package io.sluice.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Reads the first line of a file that isn't blank, decoding it strictly. */
final class FirstLine {
  /** A header longer than this is none. */
  private static final int MAX_BYTES = 1 << 20;

  private final Configuration hadoop;
  private final Charset encoding;

  FirstLine(Configuration hadoop, Charset encoding) {
    this.hadoop = hadoop;
    this.encoding = encoding;
  }

  /**
   * @return an empty text where the file has no line but blank ones
   * @throws CharacterCodingException where the line is not in the encoding
   */
  String read(Path file) throws IOException {
    try (InputStream in = open(hadoop, file)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0 && line.size() < MAX_BYTES; b = in.read()) {
        if (b != '\n' && b != '\r') {
          line.write(b);
        } else if (!isBlank(line)) {
          break;
        } else {
          line.reset();
        }
      }
      return isBlank(line) ? "" : decode(line.toByteArray());
    }
  }

  /** The file's bytes, decompressed where its name says so. */
  static InputStream open(Configuration hadoop, Path file) throws IOException {
    InputStream in =
        new java.io.BufferedInputStream(file.getFileSystem(hadoop).open(file), 1 << 16);
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
    return codec == null ? in : codec.createInputStream(in);
  }

  private String decode(byte[] bytes) throws CharacterCodingException {
    String text =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes))
            .toString();
    if (text.indexOf('\0') >= 0) {
      throw new CharacterCodingException(); // UTF-16 passes for UTF-8, with a NUL in every letter
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static boolean isBlank(ByteArrayOutputStream line) {
    for (byte b : line.toByteArray()) {
      if (b < 0 || b > ' ') {
        return false;
      }
    }
    return true;
  }
}

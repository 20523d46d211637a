// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.conf.Configured;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.Compressor;
import org.apache.hadoop.io.compress.Decompressor;

/**
 * Codec by which Spark's readers unpack a file by what its bytes are. Hadoop finds codecs by the
 * endings of names, so that a reader is given the ending that its files have.
 */
public final class SniffingCodec extends Configured implements CompressionCodec {
  private static final String CODECS = "io.compression.codecs";

  /** In lower case, since a reader's options lose theirs. */
  private static final String ENDING = "sluice.unpack.ending";

  /** Type of decompressor that there is none of: unpacking takes no pooled one. */
  private abstract static class None implements Decompressor {}

  /** Options of a Spark reader for files whose names have an ending of {@link Endings}. */
  public static Map<String, String> options(String ending) {
    return ending.isEmpty()
        ? Map.of()
        : Map.of(CODECS, SniffingCodec.class.getName(), ENDING, ending);
  }

  /** Endings of files' names, by which this codec can be asked for. */
  public static final class Endings {
    private final Configuration hadoop;
    private final CompressionCodecFactory known;
    private final Map<String, CompressionCodecFactory> factories = new HashMap<>();

    public Endings(Configuration hadoop) {
      this.hadoop = hadoop;
      this.known = new CompressionCodecFactory(hadoop);
    }

    /**
     * The ending of a file that Spark has to unpack, an empty one where it reads it as it is.
     *
     * @param isPacked whether the file is compressed
     * @return nothing where no ending would do
     */
    public Optional<String> of(Path file, boolean isPacked) {
      if (!isPacked && known.getCodec(file) == null) {
        return Optional.of("");
      }
      String name = file.getName();
      int dot = name.lastIndexOf('.');
      for (int from = dot > 0 ? dot : name.length() - 1; from > 0; from--) {
        String ending = name.substring(from);
        if (factories.computeIfAbsent(ending, this::factory).getCodec(file)
            instanceof SniffingCodec) {
          return Optional.of(ending);
        }
      }
      return Optional.empty();
    }

    private CompressionCodecFactory factory(String ending) {
      Configuration asking = new Configuration(hadoop);
      options(ending).forEach(asking::set);
      return new CompressionCodecFactory(asking);
    }
  }

  @Override
  public String getDefaultExtension() {
    return getConf().getRaw(ENDING); // else it would take ${…} for a variable
  }

  @Override
  public CompressionInputStream createInputStream(InputStream file) throws IOException {
    return new Bytes(Unpacked.of(file));
  }

  @Override
  public CompressionInputStream createInputStream(InputStream file, Decompressor none)
      throws IOException {
    return createInputStream(file);
  }

  @Override
  public Class<? extends Decompressor> getDecompressorType() {
    return None.class;
  }

  @Override
  public Decompressor createDecompressor() {
    return null;
  }

  @Override
  public CompressionOutputStream createOutputStream(OutputStream out) {
    throw new UnsupportedOperationException("it only reads");
  }

  @Override
  public CompressionOutputStream createOutputStream(OutputStream out, Compressor compressor) {
    throw new UnsupportedOperationException("it only reads");
  }

  @Override
  public Class<? extends Compressor> getCompressorType() {
    return null;
  }

  @Override
  public Compressor createCompressor() {
    return null;
  }

  private static final class Bytes extends CompressionInputStream {
    Bytes(Unpacked bytes) throws IOException {
      super(bytes);
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, length);
    }

    @Override
    public void resetState() {
      throw new UnsupportedOperationException("it is read once");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * The bytes of a file, unpacked where they are compressed by one of {@link Compression}'s kinds.
 * Whatever its name says, the first bytes decide. Reading fails where the packed bytes are not
 * whole, or where others follow them.
 */
public final class Unpacked extends BulkInputStream {
  static final int BUFFER = 1 << 16;

  private final BufferedInputStream packed;
  private final Optional<Compression> compression;

  /** A frame without content is not the whole of a file. */
  private final boolean beginsWithNothing;

  private boolean holdsNothing = true;

  /** Packed bytes that can't be unpacked, or not to their end. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1;

    private final Compression compression;

    Broken(Compression compression, Throwable cause) {
      super("Cannot unpack %s: %s".formatted(compression, cause), cause);
      this.compression = compression;
    }

    /** What was wrong. */
    String why() {
      boolean told = getCause() instanceof IOException && getCause().getMessage() != null;
      return getCause() instanceof EOFException
          ? "it ends too early"
          : told ? getCause().getMessage() : getCause().toString();
    }

    Compression compression() {
      return compression;
    }
  }

  /** The error of a disk or a network, which is not the file's. */
  static final class SourceFailed extends IOException {
    private static final long serialVersionUID = 1;

    SourceFailed(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private Unpacked(InputStream in, BufferedInputStream packed, byte[] head) {
    super(in);
    this.packed = packed;
    this.compression = Compression.of(head);
    this.beginsWithNothing = Compression.afterSkippableFrames(head) != 0;
  }

  /**
   * Begins to unpack.
   *
   * @param file the file's own bytes, from its first on
   */
  public static Unpacked of(InputStream file) throws IOException {
    BufferedInputStream packed = new BufferedInputStream(new Source(file), BUFFER);
    byte[] head = head(packed);
    Optional<Compression> compression = Compression.of(head);
    if (compression.isEmpty()) {
      return new Unpacked(packed, packed, head);
    }
    Compression known = compression.get();
    InputStream unpacked = unpacking(known, () -> known.open(packed));
    return new Unpacked(new BufferedInputStream(unpacked, BUFFER), packed, head);
  }

  /** How the file is compressed. */
  public Optional<Compression> compression() {
    return compression;
  }

  public boolean isPacked() {
    return compression.isPresent();
  }

  /** The first unpacked bytes, without taking them. */
  public byte[] head() throws IOException {
    return compression.isEmpty()
        ? head(packed)
        : unpacking(compression.get(), () -> head((BufferedInputStream) in));
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (compression.isEmpty()) {
      return in.read(bytes, from, length);
    }
    return unpacking(
        compression.get(),
        () -> {
          int read = in.read(bytes, from, length);
          if (read < 0 && packed.read() >= 0) {
            throw new IOException("other bytes follow its end");
          } else if (read < 0 && holdsNothing && beginsWithNothing) {
            throw new EOFException();
          }
          holdsNothing &= read <= 0;
          return read;
        });
  }

  /** Gives the first bytes, and leaves them to be read. */
  private static byte[] head(BufferedInputStream in) throws IOException {
    in.mark(FileKind.HEAD);
    byte[] head = in.readNBytes(FileKind.HEAD);
    in.reset();
    return head;
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  /** Translates what a library throws at bytes that it doesn't understand. */
  private static <T> T unpacking(Compression compression, Step<T> step) throws IOException {
    try {
      return step.take();
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new Broken(compression, e);
    }
  }

  /** The file's own bytes, whose errors are told from those of unpacking them. */
  private static final class Source extends BulkInputStream {
    Source(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      try {
        return in.read(bytes, from, length);
      } catch (IOException e) {
        throw new SourceFailed(e);
      }
    }
  }
}

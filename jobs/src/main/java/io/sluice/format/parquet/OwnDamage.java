// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.storage.Storage;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Tells a file that can't be decoded from a disk or a network that fails: Parquet's decoders throw
 * the same for both. Where all bytes of the file can be read, it is the file's own damage.
 */
record OwnDamage(Path file, Storage storage) {
  private static final int BUFFER = 1 << 20;

  /** The reason to reject the file; empty where reading it again may help. */
  Optional<String> reason(Throwable thrown) {
    if (!canBeRead()) {
      return new LandedFile(file, storage.hadoop())
          .refusal(thrown)
          .map(refusal -> refusal.reason(ParquetInspector.FORMAT));
    }
    Throwable last = thrown;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return Optional.of(refusal.reason(ParquetInspector.FORMAT));
      }
      last = cause;
    }
    String what = "it can't be decoded (%s)".formatted(Footer.why(last));
    return Optional.of(Rejected.broken(what).getMessage());
  }

  private boolean canBeRead() {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = file.getFileSystem(storage.hadoop()).open(file)) {
      while (in.read(buffer) >= 0) {
        // All of it is to be seen once.
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }
}

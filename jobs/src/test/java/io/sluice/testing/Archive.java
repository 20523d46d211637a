// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A folder packed into a {@code .tar.gz} among the test resources. */
public final class Archive {
  private Archive() {}

  /** Unpacks it, modification times too. */
  public static void unpack(String resource, Path to) throws IOException {
    try (InputStream in = Archive.class.getResourceAsStream(resource);
        TarArchiveInputStream archive = new TarArchiveInputStream(new GZIPInputStream(in))) {
      for (TarArchiveEntry entry = archive.getNextTarEntry();
          entry != null;
          entry = archive.getNextTarEntry()) {
        Path target = to.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.copy(archive, target);
          Files.setLastModifiedTime(target, entry.getLastModifiedTime());
        }
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import io.sluice.progress.Progress;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Small files where a rename is one step, as on HDFS: a new text is written under a temporary name,
 * synced, and then renamed.
 */
final class RenamedFiles extends RemoteFiles {
  /** Schemes whose rename is known to fail where another one has taken the name meanwhile. */
  private static final Set<String> PROVEN = Set.of("hdfs");

  private final Configuration hadoop;

  RenamedFiles(FileSystem files, Configuration hadoop, Progress progress) {
    super(files, progress);
    this.hadoop = hadoop;
  }

  /**
   * Goes by what is known: a look before the rename, which isn't enough, fails too seldom to be
   * tried.
   */
  @Override
  public Optional<String> weakness(Path folder) {
    String scheme = files.getUri().getScheme();
    return PROVEN.contains(scheme)
        ? Optional.empty()
        : Optional.of(
            "whether of two runs that create one file on %s only one succeeds isn't known"
                .formatted(scheme));
  }

  /** Renames by {@link FileContext}, since {@link FileSystem} has no rename that overwrites. */
  @Override
  void put(Path file, String content, boolean overwrite) throws IOException {
    Path temporary = temporary(file);
    try {
      try (FSDataOutputStream out = files.create(temporary, false /* overwrite */)) {
        write(out, content);
        out.hsync();
      }
      FileContext.getFileContext(qualify(file).toUri(), hadoop)
          .rename(temporary, file, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
    } catch (IOException e) {
      try {
        delete(temporary, false /* recursive */);
      } catch (IOException unreachable) {
        e.addSuppressed(unreachable);
      }
      throw e;
    }
  }
}

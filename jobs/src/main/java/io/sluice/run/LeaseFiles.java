// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.io.IOUtils;

/**
 * A lease's two files: the lock file, which is never removed, and the one beside it that says who
 * holds it.
 */
record LeaseFiles(Path lock, Path details) {
  /**
   * The lock files that this process has open. A lock belongs to the process, not to the channel:
   * closing a second channel to the same file would give the lock away, so there never is one.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  static LeaseFiles in(Path folder, String name) throws IOException {
    Path real = Files.createDirectories(folder).toRealPath();
    return new LeaseFiles(real.resolve(name + ".lock"), real.resolve(name + ".json"));
  }

  /** Locks the lock file for the holder; empty where another process has it. */
  Optional<FileChannel> lock(LeaseHolder holder) throws IOException {
    if (!OPEN.add(lock)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean locked = false;
    try {
      channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        return Optional.empty();
      }
      holder.write(details);
      locked = true;
      return Optional.of(channel);
    } finally {
      if (!locked) {
        IOUtils.closeStream(channel);
        OPEN.remove(lock);
      }
    }
  }

  void unlock(FileChannel channel) throws IOException {
    try (channel) {
      Files.deleteIfExists(details);
    } finally {
      OPEN.remove(lock);
    }
  }

  /** Holder of the lock, for messages; empty where that isn't known. */
  Optional<LeaseHolder> holder() {
    return LeaseHolder.read(details);
  }
}

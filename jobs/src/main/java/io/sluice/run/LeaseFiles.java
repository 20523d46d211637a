// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lease's two files: the lock file, which is never removed, and the one beside it that says who
 * holds it.
 */
final class LeaseFiles {
  /**
   * The lock files that this process has open. A lock belongs to the process, not to the channel:
   * closing a second channel to the same file would give the lock away, so there never is one.
   */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path lock;
  private final Path details;

  private LeaseFiles(Path lock, Path details) {
    this.lock = lock;
    this.details = details;
  }

  static LeaseFiles in(Path folder, String name) throws IOException {
    Path real = Files.createDirectories(folder).toRealPath();
    return new LeaseFiles(real.resolve(name + ".lock"), real.resolve(name + ".json"));
  }

  /** Locks the lock file for the holder; empty where somebody else has it. */
  Optional<FileChannel> lock(LeaseHolder holder) throws IOException {
    if (!OPEN.add(lock)) {
      return Optional.empty();
    }
    Optional<FileChannel> locked = Optional.empty();
    try {
      locked = lockedChannel();
      if (locked.isPresent()) {
        holder.write(details);
      }
      return locked;
    } catch (IOException e) {
      closeQuietly(locked, e);
      locked = Optional.empty();
      throw e;
    } finally {
      if (locked.isEmpty()) {
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

  private Optional<FileChannel> lockedChannel() throws IOException {
    FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        return Optional.of(channel);
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      closeQuietly(Optional.of(channel), e);
      throw e;
    }
  }

  private static void closeQuietly(Optional<FileChannel> channel, IOException reason) {
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.author;

import io.sluice.run.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What has held before, each by a hash of all that it depends on: an empty file of that name in the
 * user's cache. It saves time and nothing else, so that a cache that can't be used is no mistake.
 */
final class HeldBefore {
  private static final Logger log = LogManager.getLogger(HeldBefore.class);

  /** A file is as new as the last time that it was of use. */
  private static final Duration KEPT = Duration.ofDays(30);

  private final Optional<Path> folder;

  private final boolean isAsked;

  private HeldBefore(Optional<Path> cache, boolean isAsked) {
    this.folder = cache.map(path -> path.resolve("held"));
    this.isAsked = isAsked;
  }

  /**
   * @param again whether nothing counts as held, and is only noted
   */
  static HeldBefore of(RunContext context, boolean again) {
    return new HeldBefore(context.surroundings().cache(), !again);
  }

  /** Returns whether something held with all that it depends on now. */
  boolean contains(Optional<String> hash) {
    return isAsked
        && folder.isPresent()
        && hash.isPresent()
        && isThere(folder.get().resolve(hash.get()));
  }

  private static boolean isThere(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Notes that something has held. */
  void add(Optional<String> hash) {
    if (folder.isPresent() && hash.isPresent()) {
      try {
        Path file = folder.get().resolve(hash.get());
        if (!Files.exists(file)) {
          Files.createDirectories(folder.get());
          Files.write(file, new byte[0]);
        }
      } catch (IOException e) {
        log.debug("Cannot remember what held, in {}", folder.get(), e);
      }
    }
  }

  /** Forgets what has been of no use for long. */
  void tidy() {
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      return;
    }
    try (Stream<Path> files = Files.list(folder.get())) {
      Instant oldest = Instant.now().minus(KEPT);
      List<Path> all = files.toList();
      for (Path file : all) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      log.debug("Cannot tidy up {}", folder.get(), e);
    }
  }
}

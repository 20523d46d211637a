// SPDX-License-Identifier: Apache-2.0
package io.sluice.launch;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Paths of the command line. One without a scheme is on this machine, regardless of {@code
 * fs.defaultFS}: the same command reads and writes the same files on machines of any cluster.
 */
record Places(Storage storage) {
  private static final Logger log = LogManager.getLogger(Places.class);
  private static final String SETTING = "fs.defaultFS";

  /** The folder of the user's cache, as the XDG Base Directory Specification has it. */
  static Optional<java.nio.file.Path> cache(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
        .filter(path -> path.startsWith("/")) // the specification ignores others
        .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> home + "/.cache"))
        .filter(path -> path.startsWith("/"))
        .map(path -> java.nio.file.Path.of(path, "sluice"));
  }

  /** The place that a path or URI names. */
  Path of(String given) {
    Path path = new Path(given);
    if (isLocalByDefault() || path.toUri().getScheme() != null) {
      return path;
    }
    log.warn(
        "{} is {}: '{}' is taken for a path on this machine; write {} for the other",
        SETTING,
        elsewhere(),
        given,
        thereOf(path));
    return new Path(java.nio.file.Path.of(path.toString()).toAbsolutePath().toUri());
  }

  /**
   * Fails where another machine's folder may be meant: an absolute path without a scheme that is
   * nowhere here.
   *
   * @throws Problem INVALID
   */
  void requireClear(String data) {
    if (!isClear(data)) {
      Path path = new Path(data);
      throw Problem.invalid(
          "Cannot use --data %s: there is no such folder on this machine, and %s is %s; write file://%s or %s"
              .formatted(data, SETTING, elsewhere(), path, thereOf(path)));
    }
  }

  /** Returns whether it can be told where a folder is. */
  boolean isClear(String folder) {
    Path path = new Path(folder);
    return isLocalByDefault()
        || path.toUri().getScheme() != null
        || !path.isAbsolute()
        || Files.exists(java.nio.file.Path.of(path.toString()));
  }

  private boolean isLocalByDefault() {
    return "file".equals(elsewhere().getScheme());
  }

  private URI elsewhere() {
    return FileSystem.getDefaultUri(storage.hadoop());
  }

  private String thereOf(Path path) {
    return path.isAbsolute() ? elsewhere().resolve(path.toUri()).toString() : "its URI";
  }
}

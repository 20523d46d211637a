// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Where doctor moves what is in the way: {@code aside/<time>/}, under the path that it had. Nothing
 * is ever deleted.
 */
final class AsideFolder {
  private static final Logger log = LogManager.getLogger(AsideFolder.class);

  private final Storage storage;
  private final Path root;
  private final Path folder;

  private AsideFolder(Storage storage, Path root, Path folder) {
    this.storage = storage;
    this.root = root;
    this.folder = folder;
  }

  /** A folder of its own for one run. */
  static AsideFolder of(RunContext context) {
    String time = context.surroundings().clock().instant().toString().replaceAll("[^0-9TZ]", "");
    return new AsideFolder(
        context.storage(), context.data().root(), new Path(context.data().aside(), time));
  }

  /** Moves a file or a folder. */
  void move(Path path) {
    String relative = relative(root, storage.qualify(path));
    Path to = new Path(folder, relative);
    int again = 2;
    while (!storage.moveIfAbsent(path, to)) {
      to = new Path(folder, relative + "." + again++);
    }
    log.info("moved {} to {}", relative, to);
  }

  static String relative(Path root, Path path) {
    String above = root.toUri().getPath() + "/";
    String whole = path.toUri().getPath();
    if (!whole.startsWith(above)) {
      throw Problem.failed("Cannot move %s: it is not in %s".formatted(path, root));
    }
    return whole.substring(above.length());
  }
}

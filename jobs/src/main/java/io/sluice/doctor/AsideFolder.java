// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.problem.Problem;
import io.sluice.run.RunContext;
import io.sluice.storage.Storage;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Folder to which doctor moves what is in the way: {@code aside/<time>/}, under the path that it
 * had. Nothing is ever deleted.
 */
record AsideFolder(Storage storage, Path root, Path folder) {
  private static final Logger log = LogManager.getLogger(AsideFolder.class);

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

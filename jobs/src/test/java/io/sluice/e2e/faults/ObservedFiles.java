// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Puts an observer between Hadoop and the local files of this JVM. It sees what happens within one
 * folder.
 */
final class ObservedFiles {
  private static final String FILE_SYSTEM = "fs.file.impl";
  private static final String FILE_CONTEXT = "fs.AbstractFileSystem.file.impl";

  private static volatile Observer observer = Observer.NONE;
  private static volatile String folder = "";
  private static String ownFileContext;

  private ObservedFiles() {}

  /** A change to the local files. */
  interface Change<T> {
    T make() throws IOException;
  }

  static void install(Configuration hadoop, Path observed) throws IOException {
    folder = observed + "/";
    ownFileContext = hadoop.get(FILE_CONTEXT);
    hadoop.set(FILE_SYSTEM, ObservedFileSystem.class.getName());
    hadoop.set(FILE_CONTEXT, ObservedFileContext.class.getName());
    // File systems are cached: the next one decides for all.
    FileSystem.closeAll();
    FileSystem.get(URI.create("file:///"), hadoop);
  }

  static void uninstall(Configuration hadoop) throws IOException {
    observer = Observer.NONE;
    hadoop.unset(FILE_SYSTEM);
    // Unset, it would be without its default as well.
    hadoop.set(FILE_CONTEXT, ownFileContext);
    FileSystem.closeAll();
  }

  static void observe(Observer by) {
    observer = by;
  }

  static <T> T observed(Operation.Verb verb, org.apache.hadoop.fs.Path path, Change<T> change)
      throws IOException {
    String name = path.toUri().getPath();
    if (!name.startsWith(folder)) {
      return change.make();
    }
    Operation operation = new Operation(verb, name.substring(folder.length()));
    observer.before(operation);
    T made = change.make();
    observer.after(operation);
    return made;
  }
}

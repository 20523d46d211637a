// SPDX-License-Identifier: Apache-2.0
package io.sluice.init;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A pipeline's folder that isn't there yet. It is written beside, under a name that nothing reads,
 * and comes to be by one rename: a kill leaves all of it or nothing.
 *
 * @param root holds the pipelines' folders
 */
record NewFolder(Path root, String name) {

  /**
   * @throws Problem INVALID where it can't be made there
   */
  static NewFolder of(Storage storage, org.apache.hadoop.fs.Path root, String name) {
    Path local =
        storage
            .local(storage.qualify(root))
            .orElseThrow(
                () ->
                    Problem.invalid(
                        "Cannot make the pipeline '%s' in %s: init writes on this machine alone; name a folder here with --sql, and copy what it has made"
                            .formatted(name, root)));
    NewFolder folder = new NewFolder(local, name);
    folder.requireAbsent();
    return folder;
  }

  Path path() {
    return root.resolve(name);
  }

  private void requireAbsent() {
    if (Files.exists(path())) {
      throw Problem.invalid(
          "Cannot make the pipeline '%s': there is %s already, and init changes nothing that is there; choose another --pipeline, or move it away"
              .formatted(name, path()));
    }
  }

  /**
   * Writes all files and makes the folder of them.
   *
   * @param check looks at the root below which the files are before, and throws where it must not
   *     come to be
   */
  void write(Map<String, byte[]> files, Consumer<Path> check) {
    Path aside = null;
    try {
      Files.createDirectories(root);
      aside = Files.createTempDirectory(root, ".init-" + name + "-");
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = aside.resolve(name).resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      check.accept(aside);
      requireAbsent();
      Files.move(aside.resolve(name), path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw Problem.invalid(
              "Cannot make the pipeline '%s' in %s: %s; let it be written to, or name another folder with --sql"
                  .formatted(name, root, e.getMessage()))
          .causedBy(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (aside != null) {
        delete(aside);
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> paths = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : paths) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The folders under the SQL root, one per pipeline. */
final class PipelineFolders {
  private PipelineFolders() {}

  /** The pipeline's folder; its name is checked before it becomes part of a path. */
  static Path find(Storage storage, Path sqlRoot, String name) {
    if (!Relations.isName(name)) {
      throw Problem.invalid(
          "Cannot load pipeline %s: it is not a pipeline's name; give --pipeline %s"
              .formatted(Escaped.quoted(name), Relations.NAME_ALLOWED));
    }
    Path root = storage.qualify(sqlRoot);
    if (!isFolder(storage, root)) {
      throw Problem.invalid(
          ("Cannot load pipeline '%s': there is no folder %s; name the folder of pipelines with"
                  + " --sql or SLUICE_SQL")
              .formatted(name, root));
    }
    Path folder = new Path(root, name);
    if (!isFolder(storage, folder)) {
      throw Problem.invalid(
          "Cannot load pipeline '%s': there is no folder %s; %s"
              .formatted(name, folder, whatThereIs(storage, root)));
    }
    return folder;
  }

  private static boolean isFolder(Storage storage, Path path) {
    return storage.status(path).filter(FileStatus::isDirectory).isPresent();
  }

  private static String whatThereIs(Storage storage, Path root) {
    List<String> names =
        storage.list(root).stream()
            .filter(FileStatus::isDirectory)
            .map(folder -> folder.getPath().getName())
            .filter(Relations::isName)
            .toList();
    return names.isEmpty()
        ? "there is no pipeline yet; make a folder with a pipeline.yaml"
        : "the pipelines there are: " + String.join(", ", names);
  }
}

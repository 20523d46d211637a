// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import io.sluice.problem.Problem;
import io.sluice.storage.Storage;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.delta.actions.AddFile;

/**
 * A table's data files as they are on the storage. They are named as Delta does: relative, and
 * encoded.
 *
 * @param table its folder
 */
record StagedFileCheck(Storage storage, Path table) {
  Path path(String file) {
    return LiveFiles.absolute(table, file);
  }

  /**
   * Tells whether a file is there, as long as it was written.
   *
   * @param size in bytes
   */
  boolean has(String file, long size) {
    return storage.status(path(file)).filter(found -> found.getLen() == size).isPresent();
  }

  /**
   * Tells whether that holds, and the content is what was written, where a checksum beside it says
   * so.
   */
  boolean isReadable(String file, long size) {
    return has(file, size) && storage.isIntact(path(file));
  }

  /**
   * Delta commits a file that isn't there without a word, and every later read fails.
   *
   * @param number the change that adds it
   * @throws Problem UNSAFE where it isn't there as it was written
   */
  void require(AddFile file, String relation, long number, String pipeline) {
    Optional<FileStatus> found = storage.status(path(file.path()));
    if (found.isEmpty() || found.get().getLen() != file.size()) {
      throw Problem.unsafe(
          "Cannot apply change %d to %s: its prepared file %s is %s"
              .formatted(
                  number,
                  relation,
                  path(file.path()),
                  found.isEmpty()
                      ? "gone"
                      : found.get().getLen() + " bytes long instead of " + file.size()),
          "./sluice doctor --pipeline " + pipeline);
    }
  }
}

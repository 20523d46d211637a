// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import io.sluice.progress.Progress;
import java.io.IOException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Small files that are kept elsewhere, and written by one way for new names and for taken ones. */
abstract class RemoteFiles extends HadoopFiles {
  RemoteFiles(FileSystem files, Progress progress) {
    super(files, progress);
  }

  /**
   * Writes a file that readers see as a whole.
   *
   * @throws FileAlreadyExistsException or another exception, where the name is taken and isn't to
   *     be overwritten
   */
  abstract void put(Path file, String content, boolean overwrite) throws IOException;

  /**
   * Connectors repeat a request whose answer was lost, and are refused where it had been carried
   * out: after an error, what is there tells who has won.
   */
  @Override
  public boolean createIfAbsent(Path file, String content) throws IOException {
    try {
      put(file, content, false /* overwrite */);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (status(file).isEmpty()) {
        throw e;
      }
      return hasText(file, content);
    }
  }

  @Override
  public void replace(Path file, String content) throws IOException {
    put(file, content, true /* overwrite */);
  }
}

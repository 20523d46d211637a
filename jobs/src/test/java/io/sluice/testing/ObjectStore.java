// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * An object store on local files: an object appears as a whole when it is closed, in place of what
 * has its name, and is renamed by a copy.
 */
public final class ObjectStore extends RawLocalFileSystem {
  public static final String SCHEME = "s3a";

  /** Makes paths with this scheme be on this file system. */
  public static void register(Configuration hadoop) {
    hadoop.set("fs.%s.impl".formatted(SCHEME), ObjectStore.class.getName());
    hadoop.setBoolean("fs.%s.impl.disable.cache".formatted(SCHEME), true);
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (!overwrite && exists(path)) {
      throw new FileAlreadyExistsException(path + " already exists");
    }
    ByteArrayOutputStream object =
        new ByteArrayOutputStream() {
          @Override
          public void close() throws IOException {
            mkdirs(path.getParent());
            java.nio.file.Path folder = pathToFile(path.getParent()).toPath();
            java.nio.file.Path upload = Files.createTempFile(folder.getParent(), "upload", "");
            Files.write(upload, toByteArray());
            Files.move(upload, pathToFile(path).toPath(), StandardCopyOption.ATOMIC_MOVE);
          }
        };
    return new FSDataOutputStream(object, statistics);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    if (exists(to)) {
      return false;
    }
    Folders.copy(pathToFile(from).toPath(), pathToFile(to).toPath());
    return delete(from, true /* recursive */);
  }
}

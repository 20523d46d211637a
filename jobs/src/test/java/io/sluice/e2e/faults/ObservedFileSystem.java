// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.ObservedFiles.observed;

import io.sluice.e2e.faults.Operation.Verb;
import java.io.IOException;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** Hadoop's local file system; all changes of it are observed. */
final class ObservedFileSystem extends LocalFileSystem {
  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return created(
        path,
        () ->
            super.create(
                path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  protected FSDataOutputStream primitiveCreate(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress,
      Options.ChecksumOpt checksums)
      throws IOException {
    return created(
        path,
        () ->
            super.primitiveCreate(
                path, permission, flags, bufferSize, replication, blockSize, progress, checksums));
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    return observed(Verb.RENAME, to, () -> super.rename(from, to));
  }

  @Override
  protected void rename(Path from, Path to, Options.Rename... options) throws IOException {
    observed(
        Verb.RENAME,
        to,
        () -> {
          super.rename(from, to, options);
          return to;
        });
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return observed(Verb.DELETE, path, () -> super.delete(path, recursive));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return observed(Verb.MKDIRS, path, () -> super.mkdirs(path));
  }

  static FSDataOutputStream created(Path path, ObservedFiles.Change<FSDataOutputStream> creation)
      throws IOException {
    FSDataOutputStream out = observed(Verb.CREATE, path, creation);
    return new FSDataOutputStream(out, null /* no statistics */) {
      @Override
      public void close() throws IOException {
        observed(
            Verb.CLOSE,
            path,
            () -> {
              super.close();
              return path;
            });
      }
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.ObservedFiles.observed;

import io.sluice.e2e.faults.Operation.Verb;
import io.sluice.testing.RemoteFileSystem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.Progressable;

/** A file system that isn't the local one; all changes of its files are observed. */
final class ObservedRemoteFileSystem extends RemoteFileSystem {
  public static void register(Configuration hadoop) {
    RemoteFileSystem.register(hadoop);
    hadoop.set("fs.%s.impl".formatted(SCHEME), ObservedRemoteFileSystem.class.getName());
    hadoop.set("fs.AbstractFileSystem.%s.impl".formatted(SCHEME), Context.class.getName());
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
    return ObservedFileSystem.created(
        path, () -> super.create(path, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  protected void rename(Path from, Path to, boolean overwrite) throws IOException {
    observed(
        Verb.RENAME,
        to,
        () -> {
          super.rename(from, to, overwrite);
          return to;
        });
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return observed(Verb.DELETE, path, () -> super.delete(path, recursive));
  }

  /** The same for who uses file contexts. */
  static final class Context extends RemoteFileSystem.Context {
    Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      super(uri, hadoop, new ObservedRemoteFileSystem());
    }
  }
}

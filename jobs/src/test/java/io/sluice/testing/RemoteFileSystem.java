// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * A file system that isn't the local one, on local files. It renames as HDFS does: never over
 * another file, unless it is told to, and then in one step.
 */
public class RemoteFileSystem extends RawLocalFileSystem {
  public static final String SCHEME = "remote";

  /** Scheme of the same file system where Hadoop has no file context for it. */
  public static final String WITHOUT_CONTEXT = "plain";

  private URI root;

  /** Makes paths with these schemes be on this file system. */
  public static void register(Configuration hadoop) {
    for (String scheme : List.of(SCHEME, WITHOUT_CONTEXT)) {
      hadoop.set("fs.%s.impl".formatted(scheme), RemoteFileSystem.class.getName());
      hadoop.setBoolean("fs.%s.impl.disable.cache".formatted(scheme), true);
    }
    hadoop.set("fs.AbstractFileSystem.%s.impl".formatted(SCHEME), Context.class.getName());
  }

  @Override
  public void initialize(URI uri, Configuration hadoop) throws IOException {
    root = URI.create(uri.getScheme() + ":///");
    super.initialize(uri, hadoop);
  }

  @Override
  public URI getUri() {
    return root == null ? URI.create(SCHEME + ":///") : root; // asked before it is set
  }

  @Override
  public String getScheme() {
    return getUri().getScheme();
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    try {
      rename(from, to, false /* overwrite */);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Renames in one step. */
  protected void rename(Path from, Path to, boolean overwrite) throws IOException {
    synchronized (RemoteFileSystem.class) {
      if (!overwrite && exists(to)) {
        throw new FileAlreadyExistsException("rename destination " + to + " already exists");
      }
      Files.move(
          pathToFile(from).toPath(), pathToFile(to).toPath(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The same file system for who uses file contexts. */
  public static class Context extends DelegateToFileSystem {
    private final RemoteFileSystem files;

    Context(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
      this(uri, hadoop, new RemoteFileSystem());
    }

    protected Context(URI uri, Configuration hadoop, RemoteFileSystem files)
        throws IOException, URISyntaxException {
      super(uri, files, hadoop, uri.getScheme(), false /* authority needed */);
      this.files = files;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      files.rename(from, to, overwrite);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * An object store on local files: an object appears as a whole when it is closed, and is renamed by
 * a copy. What it and its connector make of a name that is taken depends on its kind.
 */
public class ObjectStore extends RawLocalFileSystem {
  public static final String SCHEME = "s3a";
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  /** Makes paths with this scheme be on a store that refuses a taken name where it is asked to. */
  public static void register(Configuration hadoop) {
    register(hadoop, ObjectStore.class);
  }

  /** Makes paths with this scheme be on a store of another kind. */
  public static void register(Configuration hadoop, Class<? extends ObjectStore> kind) {
    hadoop.setClass("fs.%s.impl".formatted(SCHEME), kind, FileSystem.class);
    hadoop.setBoolean("fs.%s.impl.disable.cache".formatted(SCHEME), true);
  }

  /** As S3 by S3A before Hadoop 3.4.1: it knows options, but not the one that says so. */
  public static class Old extends ObjectStore {
    @Override
    protected Set<String> options() {
      return Set.of("fs.s3a.create.performance");
    }
  }

  /** One whose connector asks the store, which doesn't listen. */
  public static final class Deaf extends ObjectStore {
    @Override
    protected boolean refusesTaken(boolean asked) {
      return false;
    }
  }

  /** As Google's: to create without overwriting is refused, and there are no options. */
  public static final class Strict extends ObjectStore {
    public static final String SCHEME = "gs";

    @Override
    public URI getUri() {
      return URI.create(SCHEME + ":///");
    }

    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
      return createDataOutputStreamBuilder(this, path).create().overwrite(true);
    }

    @Override
    protected boolean refusesTaken(boolean asked) {
      return true;
    }
  }

  /** What its connector knows of the options of a new file. */
  protected Set<String> options() {
    return Set.of(CONDITIONAL);
  }

  /**
   * Tells whether the store refuses an object whose name was taken while it was written.
   *
   * @param asked whether the connector has said that it should
   */
  protected boolean refusesTaken(boolean asked) {
    return asked;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
    return new Builder(path);
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
    return put(path, overwrite, false /* asked */);
  }

  private FSDataOutputStream put(Path path, boolean overwrite, boolean asked) throws IOException {
    if (!overwrite && isTaken(path)) {
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
            appear(upload, path, !overwrite && refusesTaken(asked));
          }
        };
    return new FSDataOutputStream(object, statistics);
  }

  /** Looks for a name before an object is written. */
  protected boolean isTaken(Path path) throws IOException {
    return exists(path);
  }

  /** Gives an upload its name. */
  protected void appear(java.nio.file.Path upload, Path path, boolean onlyIfFree)
      throws IOException {
    synchronized (ObjectStore.class) {
      if (onlyIfFree && exists(path)) {
        Files.delete(upload);
        throw new IOException("412 Precondition Failed");
      }
      Files.move(upload, pathToFile(path).toPath(), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private final class Builder extends FSDataOutputStreamBuilder<FSDataOutputStream, Builder> {
    private Builder(Path path) {
      super(ObjectStore.this, path);
      create().overwrite(true);
    }

    @Override
    public Builder getThisBuilder() {
      return this;
    }

    @Override
    public FSDataOutputStream build() throws IOException {
      rejectUnknownMandatoryKeys(options(), "");
      return put(
          getPath(),
          getFlags().contains(CreateFlag.OVERWRITE),
          getOptions().getBoolean(CONDITIONAL, false));
    }
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

// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import io.sluice.progress.Progress;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.io.IOUtils;

/**
 * Small files in an object store, which has no rename in one step: connectors copy and delete. A
 * file is written under its own name, and appears as a whole when it is closed.
 */
final class ObjectFiles extends RemoteFiles {
  private static final String S3A = "s3a";

  /** Option of S3A since Hadoop 3.4.1: the store itself refuses an object whose name is taken. */
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  ObjectFiles(FileSystem files, Progress progress) {
    super(files, progress);
  }

  /**
   * Tries it: two files of one name are opened, then closed. The name is free until the first is
   * closed, so that the second can only be refused by who looks at that moment.
   */
  @Override
  public Optional<String> weakness(Path folder) throws IOException {
    Path file = temporary(new Path(folder, "any"));
    FSDataOutputStream first;
    try {
      first = conditional(file);
    } catch (IllegalArgumentException e) {
      if (files.getUri().getScheme().equals(S3A)) { // without the option it replaces what is there
        return Optional.of(replaces());
      }
      first = files.create(file, false /* overwrite */);
    }
    FSDataOutputStream second = null;
    try {
      second = opened(file);
      write(first, "first");
      write(second, "second");
      if (status(file).isPresent()) {
        return Optional.of(showsParts());
      }
      first.close();
      return isRefused(second) && hasText(file, "first")
          ? Optional.empty()
          : Optional.of(replaces());
    } catch (FileAlreadyExistsException e) { // before the first was closed
      return Optional.of(showsParts());
    } finally {
      IOUtils.closeStream(first);
      IOUtils.closeStream(second);
      delete(file, false /* recursive */);
    }
  }

  @Override
  public boolean movesAtOnce() {
    return false;
  }

  @Override
  void put(Path file, String content, boolean overwrite) throws IOException {
    FSDataOutputStream out = overwrite ? files.create(file, true /* overwrite */) : opened(file);
    boolean whole = false;
    try {
      write(out, content);
      whole = true;
    } finally {
      if (!whole) {
        abandon(out);
      }
    }
    out.close();
  }

  private FSDataOutputStream opened(Path file) throws IOException {
    try {
      return conditional(file);
    } catch (IllegalArgumentException e) {
      return files.create(file, false /* overwrite */);
    }
  }

  /**
   * Opens a file that the store takes only if its name is free.
   *
   * @throws IllegalArgumentException where the connector can't ask for that
   */
  private FSDataOutputStream conditional(Path file) throws IOException {
    FSDataOutputStreamBuilder<?, ?> options = files.createFile(file);
    options.recursive();
    options.overwrite(false);
    options.must(CONDITIONAL, true);
    return options.build();
  }

  /** Leaves a file unwritten: to close it would show what is there of it. */
  private static void abandon(FSDataOutputStream out) {
    if (out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
      out.abort();
    }
  }

  private static boolean isRefused(FSDataOutputStream second) {
    try {
      second.close();
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private String replaces() {
    return "of two runs that create one file on %s both may succeed, and both would publish"
        .formatted(files.getUri().getScheme());
  }

  private String showsParts() {
    return "a file on %s is seen before the whole of it is written"
        .formatted(files.getUri().getScheme());
  }
}

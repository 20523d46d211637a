// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Small files on any Hadoop file system. A new text is written under a temporary name and then
 * renamed, which HDFS does in one step. Object stores have no such rename: they copy and delete.
 * There a file is written under its own name, and appears as a whole when it is closed.
 */
class HadoopFiles implements SmallFiles {
  private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3n", "gs");

  final FileSystem files;
  private final Configuration hadoop;

  HadoopFiles(FileSystem files, Configuration hadoop) {
    this.files = files;
    this.hadoop = hadoop;
  }

  @Override
  public Path qualify(Path path) {
    return files.makeQualified(path);
  }

  @Override
  public Optional<java.nio.file.Path> local(Path path) {
    return Optional.empty();
  }

  @Override
  public Optional<FileStatus> status(Path path) throws IOException {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<FileStatus> list(Path folder) throws IOException {
    try {
      return Stream.of(files.listStatus(folder))
          .filter(entry -> !entry.getPath().equals(qualify(folder))) // it's a file
          .sorted(Comparator.comparing(entry -> entry.getPath().getName()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public List<String> names(Path folder) throws IOException {
    return list(folder).stream().map(entry -> entry.getPath().getName()).toList();
  }

  @Override
  public List<Entry> entries(Path folder) throws IOException {
    return list(folder).stream().map(HadoopFiles::entry).toList();
  }

  @Override
  public Optional<Entry> entry(Path path) throws IOException {
    return status(path).map(HadoopFiles::entry);
  }

  @Override
  public String read(Path file) throws IOException {
    return text(files, file);
  }

  @Override
  public boolean isIntact(Path file) throws IOException {
    try (var in = files.open(file)) {
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (ChecksumException e) {
      return false;
    }
  }

  /** Does nothing: only the local file system keeps checksums in files of their own. */
  @Override
  public void forgetLost(Path file) throws IOException {}

  /** Does nothing: what others have written and closed is theirs to keep. */
  @Override
  public void force(Path file) throws IOException {}

  @Override
  public void makeFolder(Path folder) throws IOException {
    if (!files.mkdirs(folder)) {
      throw new IOException("Cannot make the folder " + folder);
    }
  }

  @Override
  public boolean createIfAbsent(Path file, String content) throws IOException {
    try {
      put(file, content, false /* overwrite */);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public void replace(Path file, String content) throws IOException {
    put(file, content, true /* overwrite */);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    if (!files.rename(from, to)) {
      throw new IOException("Cannot move " + from + " to " + to);
    }
  }

  @Override
  public void delete(Path path, boolean recursive) throws IOException {
    files.delete(path, recursive);
  }

  static Path temporary(Path file) {
    return new Path(file.getParent(), "." + UUID.randomUUID() + ".tmp");
  }

  static String text(FileSystem files, Path file) throws IOException {
    try (var in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Writes a file; object stores keep it for good once it is closed, and know no sync. */
  void write(Path file, String content, boolean overwrite, boolean sync) throws IOException {
    try (FSDataOutputStream out = files.create(file, overwrite)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
      if (sync) {
        out.hsync();
      }
    }
  }

  /** Renames by {@link FileContext}, since {@link FileSystem} has no rename that overwrites. */
  private void put(Path file, String content, boolean overwrite) throws IOException {
    Optional<FileContext> renaming = renaming(file);
    if (renaming.isEmpty()) {
      write(file, content, overwrite, false /* sync */);
      return;
    }
    Path temporary = temporary(file);
    try {
      write(temporary, content, false /* overwrite */, true /* sync */);
      renaming
          .get()
          .rename(temporary, file, overwrite ? Options.Rename.OVERWRITE : Options.Rename.NONE);
    } catch (IOException e) {
      files.delete(temporary, false /* recursive */);
      throw e;
    }
  }

  /** Empty where a rename isn't one step, or the file system has none that can be told apart. */
  private Optional<FileContext> renaming(Path file) throws IOException {
    if (OBJECT_STORES.contains(files.getUri().getScheme())) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileContext.getFileContext(qualify(file).toUri(), hadoop));
    } catch (UnsupportedFileSystemException e) {
      return Optional.empty();
    }
  }

  private static Entry entry(FileStatus status) {
    Entry.Kind kind = status.isDirectory() ? Entry.Kind.FOLDER : Entry.Kind.FILE;
    return new Entry(
        status.getPath().getName(),
        status.isSymlink() ? Entry.Kind.LINK : kind,
        status.getLen(),
        Instant.ofEpochMilli(status.getModificationTime()));
  }
}

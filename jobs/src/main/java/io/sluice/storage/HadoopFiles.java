// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import io.sluice.progress.Progress;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/** Small files on a Hadoop file system, but for how a new text gets its name. */
abstract class HadoopFiles implements SmallFiles {
  static final String UNWRITABLE = "can't be written to";

  final FileSystem files;
  final Progress progress;

  /**
   * @param progress learns of each file that is listed
   */
  HadoopFiles(FileSystem files, Progress progress) {
    this.files = files;
    this.progress = progress;
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

  /** Takes what comes page by page: of a store, each is a request of its own. */
  @Override
  public List<FileStatus> list(Path folder) throws IOException {
    List<FileStatus> entries = new ArrayList<>();
    try (Progress.Listing listing = progress.listing(folder.getName() + "/")) {
      RemoteIterator<FileStatus> found = files.listStatusIterator(folder);
      while (found.hasNext()) {
        FileStatus entry = found.next();
        if (!entry.getPath().equals(qualify(folder))) { // else it's a file
          entries.add(entry);
        }
        if (!entry.isDirectory()) {
          listing.listed();
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(entry -> entry.getPath().getName()));
    return entries;
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
  public byte[] bytes(Path file) throws IOException {
    return bytes(files, file);
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
  public void moveOver(Path from, Path to) throws IOException {
    FileContext.getFileContext(files.getUri(), files.getConf())
        .rename(from, to, Options.Rename.OVERWRITE);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    try {
      if (!files.rename(from, to)) {
        throw new IOException("Cannot move " + from + " to " + to);
      }
    } catch (IOException e) {
      forgetCopy(from, to);
      throw e;
    }
  }

  /**
   * Deletes what a move that failed has left at its end. File systems copy and delete where they
   * can't rename; with the copy there, what is still at the beginning would pass for another file.
   */
  private void forgetCopy(Path from, Path to) throws IOException {
    boolean isFile = status(from).filter(FileStatus::isFile).isPresent();
    if (isFile && status(to).filter(FileStatus::isFile).isPresent()) {
      files.delete(to, false /* recursive */);
    }
  }

  /** Asks the file system, where it knows more than the permissions that a listing shows. */
  @Override
  public Optional<String> unwritable(Path folder) throws IOException {
    if (!checksAccess()) {
      return Optional.empty();
    }
    try {
      files.access(folder, FsAction.WRITE_EXECUTE);
      return Optional.empty();
    } catch (FileNotFoundException e) {
      return folder.getParent() == null ? Optional.empty() : unwritable(folder.getParent());
    } catch (AccessControlException | AccessDeniedException e) {
      return Optional.of(UNWRITABLE);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private boolean checksAccess() {
    try {
      Class<?> by =
          files.getClass().getMethod("access", Path.class, FsAction.class).getDeclaringClass();
      return !by.equals(FileSystem.class);
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  @Override
  public Function<Path, Optional<String>> unmovable(Path folder) throws IOException {
    return file -> Optional.empty();
  }

  @Override
  public boolean movesAtOnce() {
    return true;
  }

  @Override
  public void delete(Path path, boolean recursive) throws IOException {
    files.delete(path, recursive);
  }

  static Path temporary(Path file) {
    return new Path(file.getParent(), "." + UUID.randomUUID() + ".tmp");
  }

  /** Tells whether a file holds just this text. */
  boolean hasText(Path file, String text) throws IOException {
    return new String(bytes(file), StandardCharsets.UTF_8).equals(text);
  }

  static byte[] bytes(FileSystem files, Path file) throws IOException {
    try (var in = files.open(file)) {
      return in.readAllBytes();
    }
  }

  static void write(FSDataOutputStream out, String content) throws IOException {
    out.write(content.getBytes(StandardCharsets.UTF_8));
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

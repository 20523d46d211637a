// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Small files on any Hadoop file system: read, listed, created at most once, moved. What must
 * survive a crash is created by {@link #createIfAbsent}; nothing here writes table data.
 */
public final class Storage {
  private final Configuration hadoop;

  public Storage(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  public Configuration hadoop() {
    return hadoop;
  }

  /** The path with scheme and authority, as Spark names it. */
  public Path qualify(Path path) {
    return io(() -> fileSystem(path).makeQualified(path));
  }

  /**
   * The path as Spark's readers have to be given it: they take names for patterns, so that {@code
   * [}, {@code {} and the like are escaped. Switching patterns off would not do: where one name
   * looks like a pattern, Spark then reads all the other files twice.
   */
  public static String literal(Path path) {
    return path.toString().replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }

  /** The local file behind a path, where its file system is the local one. */
  public Optional<java.nio.file.Path> local(Path path) {
    return qualify(path).toUri().getScheme().equals("file")
        ? Optional.of(java.nio.file.Path.of(qualify(path).toUri().getPath()))
        : Optional.empty();
  }

  public boolean exists(Path path) {
    return status(path).isPresent();
  }

  /** What lies at the path, if anything. */
  public Optional<FileStatus> status(Path path) {
    return io(
        () -> {
          try {
            return Optional.of(fileSystem(path).getFileStatus(path));
          } catch (FileNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** Everything directly in the folder, ordered by name; empty where the folder isn't there. */
  public List<FileStatus> list(Path folder) {
    return io(
        () -> {
          try {
            FileStatus[] entries = fileSystem(folder).listStatus(folder);
            Arrays.sort(entries, Comparator.comparing(entry -> entry.getPath().getName()));
            return List.of(entries);
          } catch (FileNotFoundException e) {
            return List.of();
          }
        });
  }

  /**
   * The names of everything directly in the folder, ordered; none where the folder isn't there.
   * Unlike {@link #list} it doesn't look at each file, which counts where they are thousands.
   */
  public List<String> names(Path folder) {
    Optional<java.nio.file.Path> local = local(folder);
    return io(
        () ->
            local.isPresent()
                ? Entries.names(local.get())
                : list(folder).stream().map(entry -> entry.getPath().getName()).toList());
  }

  /** Everything directly in the folder, ordered by name, with no link followed. */
  public List<Entry> entries(Path folder) {
    Optional<java.nio.file.Path> local = local(folder);
    return io(
        () -> local.isPresent() ? Entries.in(local.get()) : Entries.in(fileSystem(folder), folder));
  }

  /** What lies at the path, if anything, with no link followed. */
  public Optional<Entry> entry(Path path) {
    Optional<java.nio.file.Path> local = local(path);
    return io(
        () -> local.isPresent() ? Entries.at(local.get()) : Entries.at(fileSystem(path), path));
  }

  /** The whole text of a UTF-8 file, as it lies there: whoever asks can judge it by its content. */
  public String read(Path path) {
    return io(
        () -> {
          try (var in = withoutChecksums(fileSystem(path)).open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
          }
        });
  }

  /**
   * Whether a file is what was written, as far as Hadoop's checksum beside it says. Spark and Delta
   * can't read one that isn't.
   */
  public boolean isIntact(Path file) {
    return io(
        () -> {
          try (var in = fileSystem(file).open(file)) {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
          } catch (ChecksumException e) {
            return false;
          }
        });
  }

  /**
   * Deletes the checksum that Hadoop keeps beside a file, where that file is gone. It would be
   * taken for that of the next one with this name, which nobody could read then.
   */
  public void forgetLost(Path file) {
    io(
        () -> {
          if (fileSystem(file) instanceof ChecksumFileSystem checked && !checked.exists(file)) {
            checked.getRawFileSystem().delete(checked.getChecksumFile(file), false);
          }
          return null;
        });
  }

  /** Makes what was written to a file outlast a loss of power, where the file system is local. */
  public void force(Path file) {
    io(
        () -> {
          if (local(file).isPresent()) {
            force(local(file).get());
          }
          return null;
        });
  }

  public void makeFolder(Path folder) {
    io(() -> fileSystem(folder).mkdirs(folder));
  }

  /**
   * Creates the file with its whole content, durably, unless something has that name already.
   * Readers see all of it or nothing.
   *
   * @return whether this call created it
   */
  public boolean createIfAbsent(Path path, String content) {
    return io(
        () ->
            local(path).isPresent()
                ? createByLink(path, content)
                : createExclusively(path, content));
  }

  /** Writes the file in place of what may have that name; readers see the old or the new text. */
  public void replace(Path path, String content) {
    io(
        () -> {
          Path temporary = temporary(path);
          FileSystem files = withoutChecksums(fileSystem(path));
          try (OutputStream out = files.create(temporary, true /* overwrite */)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
          }
          files.delete(path, false /* recursive */);
          return files.rename(temporary, path);
        });
  }

  /**
   * Moves a file to a name that nothing has yet, making the folders above it.
   *
   * @return false where the target exists already; then nothing is moved
   */
  public boolean moveIfAbsent(Path from, Path to) {
    return io(
        () -> {
          FileSystem files = fileSystem(from);
          if (entry(to).isPresent()) {
            return false;
          }
          files.mkdirs(to.getParent());
          if (local(from).isPresent() && isBeyondHadoop(from)) {
            Files.move(local(from).get(), local(to).orElseThrow());
            return true;
          }
          if (!files.rename(from, to)) {
            throw new IOException("Cannot move " + from + " to " + to);
          }
          return true;
        });
  }

  /** Deletes a file; does nothing where there is none. */
  public void delete(Path file) {
    io(() -> fileSystem(file).delete(file, false /* recursive */));
  }

  /** Deletes a folder with all that is in it; does nothing where there is none. */
  public void deleteFolder(Path folder) {
    io(() -> fileSystem(folder).delete(folder, true /* recursive */));
  }

  /**
   * Hadoop moves between disks by copying what it reads, also from a link's target or a pipe, and
   * its local file system can't name a file with a colon.
   */
  private boolean isBeyondHadoop(Path path) {
    return path.getName().contains(":")
        || entry(path)
            .filter(found -> found.kind() == Entry.Kind.LINK || found.kind() == Entry.Kind.SPECIAL)
            .isPresent();
  }

  /** Moves a folder as a whole; does nothing where there is none. */
  public void moveFolder(Path from, Path to) {
    if (exists(from)) {
      moveIfAbsent(from, to);
    }
  }

  /** The same files without the hidden checksum beside each that only Hadoop reads. */
  private static FileSystem withoutChecksums(FileSystem files) {
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(hadoop);
  }

  /**
   * A local rename replaces its target silently, and so do two racing ones; a hard link fails where
   * the name exists. The file is forced to disk before it gets its name, the folder after.
   */
  private boolean createByLink(Path path, String content) throws IOException {
    Path temporary = temporary(path);
    write(temporary, content);
    java.nio.file.Path source = local(temporary).orElseThrow();
    java.nio.file.Path target = local(path).orElseThrow();
    forgetLost(path);
    try {
      force(source);
      Files.createLink(target, source);
      force(target.getParent());
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } finally {
      fileSystem(temporary).delete(temporary, false /* recursive */);
    }
  }

  private boolean createExclusively(Path path, String content) throws IOException {
    try (OutputStream out = fileSystem(path).create(path, false /* overwrite */)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void write(Path path, String content) throws IOException {
    try (OutputStream out = fileSystem(path).create(path, true /* overwrite */)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Path temporary(Path path) {
    return new Path(path.getParent(), "." + UUID.randomUUID() + ".tmp");
  }

  private static void force(java.nio.file.Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true /* metadata too */);
    }
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  private static <T> T io(Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

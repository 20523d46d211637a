// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import com.sun.security.auth.module.UnixSystem;
import io.sluice.progress.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Small files on a local disk. Hadoop's local file system follows links, leaves out those that lead
 * nowhere, takes a pipe for a file and renames over what is there; so much is done without it. A
 * file is forced to disk before it gets its name, and its folder after.
 */
final class LocalFiles extends HadoopFiles {
  private static final int STICKY = 01000;

  LocalFiles(FileSystem files, Progress progress) {
    super(files, progress);
  }

  @Override
  public Optional<String> weakness(Path folder) {
    return Optional.empty();
  }

  @Override
  public Optional<java.nio.file.Path> local(Path path) {
    return Optional.of(nio(path));
  }

  /** Names alone, without a path for each, which would take several times as long. */
  @Override
  public List<String> names(Path folder) throws IOException {
    String[] names = nio(folder).toFile().list();
    if (names == null) {
      if (Files.isDirectory(nio(folder))) {
        throw Files.isReadable(nio(folder))
            ? new IOException("Cannot list " + folder)
            : new AccessDeniedException("Cannot list " + folder);
      }
      return List.of();
    }
    Arrays.sort(names);
    return List.of(names);
  }

  @Override
  public List<Entry> entries(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<java.nio.file.Path> paths = Files.newDirectoryStream(nio(folder));
        Progress.Listing listing = progress.listing(folder.getName() + "/")) {
      for (java.nio.file.Path path : paths) {
        Optional<Entry> entry = at(path);
        entry.ifPresent(entries::add);
        if (entry.filter(found -> found.kind() != Entry.Kind.FOLDER).isPresent()) {
          listing.listed();
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }

  @Override
  public Optional<Entry> entry(Path path) throws IOException {
    return at(nio(path));
  }

  /** Passes over the checksum: the caller judges the text by its content. */
  @Override
  public byte[] bytes(Path file) throws IOException {
    return bytes(
        files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files, file);
  }

  @Override
  public void forgetLost(Path file) throws IOException {
    if (!files.exists(file)) {
      forgetChecksum(file);
    }
  }

  @Override
  public void force(Path file) throws IOException {
    force(nio(file));
  }

  /** Links, since a link fails where the name exists, and a local rename replaces silently. */
  @Override
  public boolean createIfAbsent(Path file, String content) throws IOException {
    Path temporary = write(file, content);
    forgetLost(file);
    try {
      force(nio(temporary));
      Files.createLink(nio(file), nio(temporary));
      force(nio(file.getParent()));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      files.delete(temporary, false /* recursive */);
    }
  }

  @Override
  public void replace(Path file, String content) throws IOException {
    Path temporary = write(file, content);
    try {
      force(nio(temporary));
      forgetChecksum(file);
      Files.move(
          nio(temporary),
          nio(file),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      force(nio(file.getParent()));
    } finally {
      files.delete(temporary, false /* recursive */);
      forgetChecksum(temporary);
    }
  }

  /**
   * Moves without Hadoop what it can't: between disks it copies what it reads, also from a link's
   * target or a pipe, and it can't name a file with a colon.
   */
  @Override
  public void moveOver(Path from, Path to) throws IOException {
    force(nio(from));
    forgetChecksum(to);
    Files.move(
        nio(from), nio(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(nio(to.getParent()));
    forgetChecksum(from);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    Optional<String> why = unwritable(from.getParent()).or(() -> sticky(nio(from)));
    if (why.isPresent()) {
      throw new AccessDeniedException(from + " " + why.get());
    }
    boolean special =
        entry(from)
            .filter(found -> found.kind() == Entry.Kind.LINK || found.kind() == Entry.Kind.SPECIAL)
            .isPresent();
    if (special || from.getName().contains(":")) {
      Files.move(nio(from), nio(to));
    } else {
      super.move(from, to);
    }
  }

  @Override
  public Optional<String> unwritable(Path folder) {
    java.nio.file.Path path = nio(folder);
    while (path.getParent() != null && Files.notExists(path)) {
      path = path.getParent();
    }
    return Files.isWritable(path) && Files.isExecutable(path)
        ? Optional.empty()
        : Optional.of(UNWRITABLE);
  }

  /** In a folder with the sticky bit, files move by their owner, the folder's, or root. */
  @Override
  public Function<Path, Optional<String>> unmovable(Path folder) {
    return isSticky(nio(folder)) ? file -> sticky(nio(file)) : file -> Optional.empty();
  }

  private static Optional<String> sticky(java.nio.file.Path file) {
    try {
      java.nio.file.Path folder = file.getParent();
      Set<Object> movers =
          Set.copyOf(
              List.of(
                  0,
                  Files.getAttribute(folder, "unix:uid"),
                  Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)));
      return isSticky(folder) && !movers.contains((int) new UnixSystem().getUid())
          ? Optional.of("belongs to another user, in a folder with the sticky bit")
          : Optional.empty();
    } catch (IOException | UnsupportedOperationException | LinkageError e) {
      return Optional.empty(); // it isn't there, or this system has no such bits
    }
  }

  private static boolean isSticky(java.nio.file.Path folder) {
    try {
      return ((int) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // it isn't there, or this system has no such bit
    }
  }

  private java.nio.file.Path nio(Path path) {
    return java.nio.file.Path.of(qualify(path).toUri().getPath());
  }

  private Path write(Path file, String content) throws IOException {
    Path temporary = temporary(file);
    try (FSDataOutputStream out = files.create(temporary, true /* overwrite */)) {
      write(out, content);
    }
    return temporary;
  }

  /** Deletes the checksum beside a file; it would be taken for that of the next text. */
  private void forgetChecksum(Path file) throws IOException {
    if (files instanceof ChecksumFileSystem checked) {
      checked.getRawFileSystem().delete(checked.getChecksumFile(file), false /* recursive */);
    }
  }

  private static void force(java.nio.file.Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true /* metadata too */);
    }
  }

  private static Optional<Entry> at(java.nio.file.Path path) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      java.nio.file.Path name = path.getFileName();
      return Optional.of(
          new Entry(
              name.toString(),
              hasName(name) ? kind(found) : Entry.Kind.NAMELESS,
              found.size(),
              Instant.ofEpochMilli(found.lastModifiedTime().toMillis())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static Entry.Kind kind(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return Entry.Kind.LINK;
    } else if (found.isDirectory()) {
      return Entry.Kind.FOLDER;
    }
    return found.isRegularFile() ? Entry.Kind.FILE : Entry.Kind.SPECIAL;
  }

  /** Tells whether the name, as text, names the same entry again. */
  private static boolean hasName(java.nio.file.Path name) {
    try {
      return name.equals(java.nio.file.Path.of(name.toString()));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Looks at what lies in folders. Hadoop's local file system follows links, leaves out those that
 * lead nowhere, and takes a pipe for a file; so local folders are looked at without it.
 */
final class Entries {
  private Entries() {}

  /** Everything directly in the folder, ordered by name; empty where the folder isn't there. */
  static List<Entry> in(java.nio.file.Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<java.nio.file.Path> paths = Files.newDirectoryStream(folder)) {
      for (java.nio.file.Path path : paths) {
        at(path).ifPresent(entries::add);
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
    return ordered(entries);
  }

  /**
   * The names of everything directly in the folder, ordered; none where the folder isn't there.
   * Made without a path for each, which would take several times as long.
   */
  static List<String> names(java.nio.file.Path folder) throws IOException {
    String[] names = folder.toFile().list();
    if (names == null) {
      if (Files.isDirectory(folder)) {
        throw new IOException("Cannot list " + folder);
      }
      return List.of();
    }
    Arrays.sort(names);
    return List.of(names);
  }

  static List<Entry> in(FileSystem files, Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try {
      for (FileStatus status : files.listStatus(folder)) {
        entries.add(entry(status));
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return ordered(entries);
  }

  /** What lies at the path, if anything. */
  static Optional<Entry> at(java.nio.file.Path path) throws IOException {
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

  static Optional<Entry> at(FileSystem files, Path path) throws IOException {
    try {
      return Optional.of(entry(files.getFileStatus(path)));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static Entry entry(FileStatus status) {
    Entry.Kind kind = Entry.Kind.LINK;
    if (!status.isSymlink()) {
      kind = status.isDirectory() ? Entry.Kind.FOLDER : Entry.Kind.FILE;
    }
    return new Entry(
        status.getPath().getName(),
        kind,
        status.getLen(),
        Instant.ofEpochMilli(status.getModificationTime()));
  }

  private static Entry.Kind kind(BasicFileAttributes found) {
    if (found.isSymbolicLink()) {
      return Entry.Kind.LINK;
    } else if (found.isDirectory()) {
      return Entry.Kind.FOLDER;
    }
    return found.isRegularFile() ? Entry.Kind.FILE : Entry.Kind.SPECIAL;
  }

  /** Whether the name, as text, names the same entry again. */
  private static boolean hasName(java.nio.file.Path name) {
    try {
      return name.equals(java.nio.file.Path.of(name.toString()));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<Entry> ordered(List<Entry> entries) {
    entries.sort(Comparator.comparing(Entry::name));
    return entries;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whole folders: copied, deleted, listed. */
public final class Folders {
  private Folders() {}

  /** Copies everything, modification times too; nothing where there is no such folder. */
  public static void copy(Path from, Path to) throws IOException {
    for (Path entry : entries(from)) {
      Path target = to.resolve(from.relativize(entry).toString());
      Files.createDirectories(target.getParent());
      if (Files.isDirectory(entry)) {
        Files.createDirectories(target);
      } else {
        Files.copy(entry, target, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  /** Deletes a folder with all that is in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    for (Path entry : entries(folder).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(entry);
    }
  }

  /** Size and modification time of each file, by its path in the folder. */
  public static SortedMap<String, String> listing(Path folder) throws IOException {
    SortedMap<String, String> listing = new TreeMap<>();
    for (Path file : files(folder)) {
      listing.put(
          folder.relativize(file).toString(),
          "%d bytes, modified %s".formatted(Files.size(file), Files.getLastModifiedTime(file)));
    }
    return listing;
  }

  /** The bytes of each file, one char each, by its path in the folder. */
  public static SortedMap<String, String> texts(Path folder) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Path file : files(folder)) {
      texts.put(folder.relativize(file).toString(), bytes(file));
    }
    return texts;
  }

  private static List<Path> files(Path folder) throws IOException {
    return entries(folder).stream().filter(Files::isRegularFile).toList();
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String bytes(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}

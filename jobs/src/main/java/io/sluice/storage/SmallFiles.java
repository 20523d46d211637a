// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Operations on the small files of one file system; {@link Storage} says what each promises. */
interface SmallFiles {
  Path qualify(Path path);

  /** Local file behind a path, where the file system is the local one. */
  Optional<java.nio.file.Path> local(Path path);

  Optional<FileStatus> status(Path path) throws IOException;

  List<FileStatus> list(Path folder) throws IOException;

  List<String> names(Path folder) throws IOException;

  List<Entry> entries(Path folder) throws IOException;

  Optional<Entry> entry(Path path) throws IOException;

  byte[] bytes(Path file) throws IOException;

  boolean isIntact(Path file) throws IOException;

  void forgetLost(Path file) throws IOException;

  void force(Path file) throws IOException;

  void makeFolder(Path folder) throws IOException;

  Optional<String> weakness(Path folder) throws IOException;

  boolean createIfAbsent(Path file, String content) throws IOException;

  void replace(Path file, String content) throws IOException;

  /**
   * Moves a file or folder.
   *
   * @param to a name that nothing has, in a folder that is there
   */
  void move(Path from, Path to) throws IOException;

  void moveOver(Path from, Path to) throws IOException;

  boolean movesAtOnce();

  void delete(Path path, boolean recursive) throws IOException;

  Optional<String> unwritable(Path folder) throws IOException;

  Function<Path, Optional<String>> unmovable(Path folder) throws IOException;
}

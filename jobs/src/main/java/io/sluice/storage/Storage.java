// SPDX-License-Identifier: Apache-2.0
package io.sluice.storage;

import io.sluice.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * Small files on any Hadoop file system: read, listed, created at most once, moved. What must
 * survive a crash is created by {@link #createIfAbsent}; nothing here writes table data.
 *
 * @param progress learns of each operation: where there are very many, it says how far they are
 */
public record Storage(Configuration hadoop, Progress progress) {
  /** Schemes whose rename is a copy and a deletion, though file contexts have it for some. */
  private static final Set<String> OBJECT_STORES = Set.of("s3", "s3a", "s3n", "gs");

  /** Small files of which no progress is told. */
  public Storage(Configuration hadoop) {
    this(hadoop, Progress.untold());
  }

  /** The same, whose progress is told to another. */
  public Storage telling(Progress other) {
    return new Storage(hadoop, other);
  }

  /** The path with scheme and authority, as Spark names it. */
  public Path qualify(Path path) {
    return io(path, files -> files.qualify(path));
  }

  /**
   * The path as Spark's readers have to be given it: they take names for patterns, so that
   * brackets, braces and the like are escaped. Switching patterns off would not do: where one name
   * looks like a pattern, Spark then reads all the other files twice.
   */
  public static String literal(Path path) {
    return path.toString().replaceAll("[\\\\{}\\[\\]*?]", "\\\\$0");
  }

  /** The local file behind a path, where its file system is the local one. */
  public Optional<java.nio.file.Path> local(Path path) {
    return io(path, files -> files.local(path));
  }

  public boolean exists(Path path) {
    return status(path).isPresent();
  }

  /** Status of what is at the path, if anything. */
  public Optional<FileStatus> status(Path path) {
    return io(path, files -> files.status(path));
  }

  /** Everything directly in the folder, ordered by name; empty where the folder isn't there. */
  public List<FileStatus> list(Path folder) {
    return io(folder, files -> files.list(folder));
  }

  /**
   * The names of everything directly in the folder, ordered; none where the folder isn't there.
   * Unlike {@link #list} it doesn't look at each file, which counts where they are thousands.
   */
  public List<String> names(Path folder) {
    return io(folder, files -> files.names(folder));
  }

  /** Everything directly in the folder, ordered by name, with no link followed. */
  public List<Entry> entries(Path folder) {
    return io(folder, files -> files.entries(folder));
  }

  /** Entry at the path, if there is any, with no link followed. */
  public Optional<Entry> entry(Path path) {
    return io(path, files -> files.entry(path));
  }

  /** The whole text of a UTF-8 file, as it is there: the caller judges it by its content. */
  public String read(Path file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  /** The whole content of a file, as it is there. */
  public byte[] bytes(Path file) {
    return io(file, files -> files.bytes(file));
  }

  /** The SHA-256 of a file's bytes, in hexadecimal digits. */
  public String sha256(Path file) {
    try (InputStream bytes = Connectors.open(file, hadoop).open(file)) {
      return DigestUtils.sha256Hex(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file that a link leads to, where it is one and its file system is the local one. */
  public Path linked(Path file) {
    return local(file)
        .filter(Files::isSymbolicLink)
        .map(
            link -> {
              try {
                return qualify(new Path(link.toRealPath().toUri()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .orElse(file);
  }

  /**
   * Tells whether a file is as it was written, as far as Hadoop's checksum beside it says. Spark
   * and Delta can't read one that isn't.
   */
  public boolean isIntact(Path file) {
    return io(file, files -> files.isIntact(file));
  }

  /**
   * Deletes the checksum that Hadoop keeps beside a local file, where that file is gone. It would
   * be taken for that of the next one with this name, which would be unreadable then.
   */
  public void forgetLost(Path file) {
    act(file, files -> files.forgetLost(file));
  }

  /** Makes what was written to a file outlast a loss of power, where the file system is local. */
  public void force(Path file) {
    act(file, files -> files.force(file));
  }

  public void makeFolder(Path folder) {
    act(folder, files -> files.makeFolder(folder));
  }

  /**
   * Says why {@link #createIfAbsent} can't be relied on where two runs write below a folder, as in
   * {@code of two runs that … both may succeed}; empty where it can. It may try that with a file of
   * its own, which it deletes.
   */
  public Optional<String> weakness(Path folder) {
    return io(folder, files -> files.weakness(folder));
  }

  /** Says what a path's file system lacks to be used here at all, and the remedy. */
  public Optional<String> missing(Path path) {
    try {
      io(path, files -> files);
      return Optional.empty();
    } catch (MissingConnectorException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Creates the file with its whole content, durably, unless something has that name already.
   * Readers see all of it or nothing.
   *
   * @return whether this call created it
   */
  public boolean createIfAbsent(Path file, String content) {
    return io(file, files -> files.createIfAbsent(file, content));
  }

  /** Writes the file in place of what may have that name; readers see the old or the new text. */
  public void replace(Path file, String content) {
    act(file, files -> files.replace(file, content));
  }

  /**
   * Moves a file to a name that nothing has yet, making the folders above it.
   *
   * @return false where the target exists already; then nothing is moved
   */
  public boolean moveIfAbsent(Path from, Path to) {
    return io(
        from,
        files -> {
          if (files.entry(to).isPresent()) {
            return false;
          }
          files.makeFolder(to.getParent());
          files.move(from, to);
          return true;
        });
  }

  /**
   * Moves a file to a name that another may have, which it takes the place of. Readers see the old
   * or the new file, where a move is one step.
   */
  public void moveOver(Path from, Path to) {
    act(from, files -> files.moveOver(from, to));
  }

  /**
   * Tells whether a move is one step. Where it is a copy and a deletion, what was moved has a new
   * time, and a kill may leave both.
   */
  public boolean movesAtOnce(Path path) {
    return io(path, SmallFiles::movesAtOnce);
  }

  /**
   * Why nothing can be put into a folder or moved out of it, as far as its file system tells
   * without a try; nothing is written. Of a folder that isn't there, the one above it counts.
   */
  public Optional<String> unwritable(Path folder) {
    return io(folder, files -> files.unwritable(folder));
  }

  /** Why files of a folder that can be written to can't be moved, each, as far as can be told. */
  public Function<Path, Optional<String>> unmovable(Path folder) {
    return io(folder, files -> files.unmovable(folder));
  }

  /** Tells whether an error says that something isn't allowed; then it stays like that. */
  public static boolean isDenied(Throwable error) {
    String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    return error instanceof AccessDeniedException
        || error instanceof AccessControlException
        || Stream.of("permission denied", "operation not permitted", "read-only file system")
            .anyMatch(message::contains);
  }

  /** Moves a folder as a whole; does nothing where there is none. */
  public void moveFolder(Path from, Path to) {
    if (exists(from)) {
      moveIfAbsent(from, to);
    }
  }

  /** Deletes a file; does nothing where there is none. */
  public void delete(Path file) {
    act(file, files -> files.delete(file, false /* recursive */));
  }

  /** Deletes a folder with all that is in it; does nothing where there is none. */
  public void deleteFolder(Path folder) {
    act(folder, files -> files.delete(folder, true /* recursive */));
  }

  /** The one place where a path's file system decides how its small files are handled. */
  private SmallFiles at(Path path) throws IOException {
    FileSystem files = Connectors.open(path, hadoop);
    String scheme = files.getUri().getScheme();
    if (scheme.equals("file")) {
      return new LocalFiles(files, progress);
    }
    boolean renames =
        !OBJECT_STORES.contains(scheme)
            && hadoop.get("fs.AbstractFileSystem.%s.impl".formatted(scheme)) != null;
    return renames ? new RenamedFiles(files, hadoop, progress) : new ObjectFiles(files, progress);
  }

  private interface Action<T> {
    T on(SmallFiles files) throws IOException;
  }

  private interface Act {
    void on(SmallFiles files) throws IOException;
  }

  private <T> T io(Path path, Action<T> action) {
    progress.tick();
    try {
      return action.on(at(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void act(Path path, Act act) {
    io(
        path,
        files -> {
          act.on(files);
          return null;
        });
  }
}

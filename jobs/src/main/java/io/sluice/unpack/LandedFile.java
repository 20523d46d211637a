// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;

/**
 * A file that landed. Whatever goes wrong while it is read is a reason to refuse that file, except
 * for what may have passed when it is read again: errors of the disk and the network.
 */
public record LandedFile(Path path, Configuration hadoop) {
  /** Why Java says "not found" of a local file that is there. */
  private static final List<String> PASSING =
      List.of("too many open files", "input/output error", "stale file handle");

  /** Reader of a file's unpacked bytes. */
  public interface Reading<T> {
    T of(Unpacked bytes) throws IOException;
  }

  /**
   * Reads the file.
   *
   * @param taken kinds of files that the reader understands
   * @throws Refusal where it can't be read, and never will be as it is
   * @throws IOException where reading it again may help
   */
  public <T> T read(Set<FileKind> taken, Reading<T> reading) throws IOException {
    requireFile();
    try (InputStream file = open()) {
      return read(file, taken, reading);
    }
  }

  private <T> T read(InputStream file, Set<FileKind> taken, Reading<T> reading) throws IOException {
    try (Unpacked bytes = Unpacked.of(file)) {
      byte[] head = bytes.head();
      if (head.length == 0 && bytes.compression().isEmpty()) {
        requireNoArchive();
      }
      requireKind(head, bytes.compression(), taken);
      return reading.of(bytes);
    } catch (IOException | RuntimeException e) {
      throw judged(e);
    }
  }

  private void requireFile() throws Refusal {
    Entry.Kind kind =
        new Storage(hadoop)
            .entry(path)
            .map(Entry::kind)
            .orElse(Entry.Kind.FILE /* opening fails */);
    if (kind != Entry.Kind.FILE) {
      throw new Refusal(
          "not_a_file: it is %s, which is never opened; land a file instead"
              .formatted(named(kind)));
    }
    Optional<Refusal> named = refusalOf(path.getName());
    if (named.isPresent()) {
      throw named.get();
    }
  }

  /** The refusal of a file by its path below {@code landing/}, where that can't be opened. */
  public static Optional<Refusal> refusalOf(String path) {
    // Hadoop takes what precedes a colon for a scheme.
    return path.contains(":")
        ? Optional.of(
            new Refusal(
                "bad_name: its name holds a colon, with which it can't be opened; rename it, and"
                    + " land it again"))
        : Optional.empty();
  }

  private InputStream open() throws IOException {
    try {
      return path.getFileSystem(hadoop).open(path);
    } catch (IOException | RuntimeException e) {
      throw judged(e);
    }
  }

  private static String named(Entry.Kind kind) {
    return switch (kind) {
      case LINK -> "a symbolic link";
      case FOLDER -> "a folder";
      default -> "a pipe, a socket or a device";
    };
  }

  /** A file of no bytes is no archive, but a transfer that failed. */
  private void requireNoArchive() throws Refusal {
    Optional<Compression> named = Compression.named(path.getName());
    if (named.isPresent()) {
      throw new Refusal(
          "broken_archive: its name speaks of %s, but it has no bytes; land it again, whole"
              .formatted(named.get()));
    }
  }

  private static void requireKind(
      byte[] head, Optional<Compression> compression, Set<FileKind> taken) throws Refusal {
    Optional<Compression> inner = Compression.of(head);
    if (compression.isPresent() && inner.isPresent()) {
      throw new Refusal(
          "broken_archive: it is %s within %s; unpack it once, and land it again"
              .formatted(inner.get(), compression.get()));
    }
    Optional<FileKind> kind = FileKind.of(head).filter(each -> !taken.contains(each));
    if (kind.isPresent()) {
      throw new Refusal(kind.get());
    }
  }

  /** Of what may pass the last cause names the file. */
  private IOException judged(Exception e) {
    Optional<Refusal> refusal = refusal(e);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    IOException failed = new IOException("Cannot read %s: %s".formatted(path, e.getMessage()));
    failed.addSuppressed(e);
    return failed;
  }

  /**
   * The refusal that something thrown while the file was read comes to; empty where reading it
   * again may help.
   */
  public Optional<Refusal> refusal(Throwable thrown) {
    Throwable last = thrown;
    Unpacked.Broken broken = null;
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return Optional.of(refusal);
      } else if (cause instanceof Unpacked.SourceFailed) {
        return Optional.of(cause.getCause()).filter(error -> !mayPass(error)).map(this::unreadable);
      } else if (cause instanceof Unpacked.Broken found && broken == null) {
        broken = found;
      }
      last = cause;
    }
    return broken != null
        ? Optional.of(broken(broken))
        : Optional.of(last).filter(error -> !mayPass(error)).map(this::unreadable);
  }

  private static Refusal broken(Unpacked.Broken e) {
    return new Refusal(
        "broken_archive: it can't be unpacked from %s (%s); land it again, whole"
            .formatted(e.compression(), Escaped.plain(e.why())));
  }

  private Refusal unreadable(Throwable e) {
    boolean told = e instanceof IOException && e.getMessage() != null;
    String why = (told ? e.getMessage() : e.toString()).replace(path.toUri().getPath(), "").strip();
    String remedy = Storage.isDenied(e) ? "let Sluice's user read it" : "correct it";
    return new Refusal(
        "unreadable: %s; %s, and land it again".formatted(Escaped.plain(why), remedy));
  }

  /** Rights and damage stay as they are; anything else is unknown. */
  private static boolean mayPass(Throwable e) {
    boolean isNotThere =
        e instanceof FileNotFoundException && PASSING.stream().noneMatch(why -> says(e, why));
    boolean stays = Storage.isDenied(e) || e instanceof ChecksumException || isNotThere;
    return !(e instanceof RuntimeException) && !stays;
  }

  private static boolean says(Throwable e, String what) {
    return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains(what);
  }
}

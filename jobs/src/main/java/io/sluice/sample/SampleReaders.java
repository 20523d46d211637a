// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.problem.Problem;
import io.sluice.storage.Entry;
import io.sluice.storage.Storage;
import io.sluice.text.Escaped;
import io.sluice.unpack.FileKind;
import io.sluice.unpack.LandedFile;
import io.sluice.unpack.Refusal;
import io.sluice.unpack.Unpacked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** The reader of each format, and which of them a sample is for. */
public final class SampleReaders {
  /** The last takes everything. */
  private static final List<SampleReader> ALL =
      List.of(new ParquetSampleReader(), new JsonSampleReader(), new CsvSampleReader());

  private SampleReaders() {}

  /**
   * Reads a sample by the reader that its first bytes ask for.
   *
   * @param file as {@link #found} gives it
   * @param recordsPath where a JSON document has its records, where a person has said it
   * @throws Problem INVALID where nothing can be made of it
   */
  public static Sample read(Storage storage, Path file, Optional<String> recordsPath) {
    byte[] head = head(storage, file);
    return ALL.stream()
        .filter(reader -> reader.takes(head))
        .findFirst()
        .orElseThrow()
        .read(storage, file, recordsPath);
  }

  /**
   * The file that is meant: a sample may be a link, which a landed file may not.
   *
   * @throws Problem INVALID where there is none
   */
  public static Path found(Storage storage, Path given) {
    Path file = storage.qualify(given);
    Optional<Path> linked =
        storage
            .local(file)
            .filter(Files::isSymbolicLink)
            .flatMap(SampleReaders::target)
            .map(path -> storage.qualify(new Path(path.toUri())));
    Path meant = linked.orElse(file);
    Optional<Entry> entry = storage.entry(meant);
    if (entry.isEmpty()) {
      throw Problem.invalid(
          "Cannot make a pipeline from %s: there is no such file; give --from a file like those that will land"
              .formatted(Escaped.plain(given.toString())));
    } else if (entry.get().kind() == Entry.Kind.FOLDER) {
      throw Problem.invalid(
          "Cannot make a pipeline from %s: it is a folder; give --from one of the files in it"
              .formatted(Escaped.plain(given.toString())));
    }
    return meant;
  }

  private static Optional<java.nio.file.Path> target(java.nio.file.Path link) {
    try {
      return Optional.of(link.toRealPath());
    } catch (IOException e) {
      return Optional.empty(); // a link to nothing, of which there is no entry
    }
  }

  private static byte[] head(Storage storage, Path file) {
    try {
      return new LandedFile(file, storage.hadoop())
          .read(EnumSet.allOf(FileKind.class), Unpacked::head);
    } catch (Refusal e) {
      throw new SampleProblems(file).of(e, "CSV");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

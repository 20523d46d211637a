// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file as it landed.
 *
 * @param batch the batch that takes it
 */
public record Landed(long batch, String name, long size, Instant modifiedAt, String text) {

  /** The folder's files, in the order and the batches in which they are to be taken. */
  public static List<Landed> in(Path landing, int filesPerBatch, long firstBatch)
      throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(landing)) {
      files =
          listed
              .sorted(
                  Comparator.comparing(Landed::modified)
                      .thenComparing(file -> file.getFileName().toString()))
              .toList();
    }
    List<Landed> landed = new ArrayList<>();
    for (Path file : files) {
      landed.add(
          new Landed(
              firstBatch + landed.size() / filesPerBatch,
              file.getFileName().toString(),
              Files.size(file),
              modified(file),
              new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
    }
    return landed;
  }

  /** Lines as they end with LF or CRLF. */
  List<String> lines() {
    return text.lines().toList();
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

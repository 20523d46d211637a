// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Opens the files of one run, batch by batch. */
public interface RawReader {
  /** How many bytes of a file {@link #openHead} looks at. */
  long HEAD = 64 << 20;

  /**
   * Opens files. One that can't be read is rejected by itself, and holds up no other.
   *
   * @param files the files to open, by where they are
   * @param keyColumns the columns that make a record's key, empty where they can't be told
   * @param rejectedBefore the reasons of files that are rejected without being opened, by their
   *     path inside the landing folder
   */
  RawBatch open(
      Map<Path, Delivery> files, List<String> keyColumns, Map<String, String> rejectedBefore);

  /**
   * Opens one file whose first records alone are wanted: of its bytes, unpacked, no more than about
   * {@link #HEAD} are looked at, where its format allows that. What only the rest would tell isn't
   * known then: there are no counts of that file.
   */
  default RawBatch openHead(Path path, Delivery file) {
    return open(Map.of(path, file), List.of(), Map.of());
  }

  /** The reason to reject a file that holds another number of records than rows came of it. */
  String unbalanced(long counted, long parsed);

  /**
   * The reason to reject a file that Spark failed to read although it could be opened; empty where
   * reading it again may help.
   */
  Optional<String> refusal(Path file, Throwable thrown);

  /** The further columns of all files that were opened. */
  SchemaDrift drift();
}

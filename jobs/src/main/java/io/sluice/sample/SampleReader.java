// SPDX-License-Identifier: Apache-2.0
package io.sluice.sample;

import io.sluice.storage.Storage;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Reads samples of one format. */
interface SampleReader {
  /** Says whether a file is of the format, by the first bytes of what it unpacks to. */
  boolean takes(byte[] head);

  /**
   * Reads a sample, as far as it goes into memory.
   *
   * @param recordsPath where a JSON document has its records, where a person has said it
   * @throws io.sluice.problem.Problem INVALID where nothing can be made of it
   */
  Sample read(Storage storage, Path file, Optional<String> recordsPath);
}

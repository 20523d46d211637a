// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.record.HashFilter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Opened files of one batch: raw rows of those that can be read, the reason for each that can't.
 *
 * @param rows as the typing of their format has them; empty where no file can be read
 * @param counts records by file, of the readable files, counted without the parser
 * @param rejected reason by file
 * @param repeatedKeys hashes of the texts of keys that seem to occur in the files more than once; a
 *     hint
 */
public record RawBatch(
    Optional<Dataset<Row>> rows,
    Map<String, RecordCount> counts,
    Map<String, String> rejected,
    HashFilter repeatedKeys) {

  /**
   * @param records without the header
   * @param linesIgnored blank lines
   */
  public record RecordCount(long records, long linesIgnored) {}

  /** The same with more files rejected. */
  public RawBatch rejecting(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(rejected);
    all.putAll(more);
    return new RawBatch(rows, counts, all, repeatedKeys);
  }

  public long records() {
    return counts.values().stream().mapToLong(RecordCount::records).sum();
  }
}

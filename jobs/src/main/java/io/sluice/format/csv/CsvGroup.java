// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.csv;

import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Files that are read together: they have the same number of columns, and mostly the same header.
 *
 * @param anomalies what is to be looked for in their records
 * @param ending of their names, where they have to be unpacked; else empty
 * @param files at least one, by where it is
 */
record CsvGroup(CsvAnomalies anomalies, String ending, Map<Path, CsvFile> files) {
  /** The header of one of them. */
  CsvHeader someHeader() {
    return files.values().iterator().next().header();
  }

  boolean hasOneHeader() {
    return files.values().stream().map(CsvFile::header).allMatch(someHeader()::equals);
  }
}

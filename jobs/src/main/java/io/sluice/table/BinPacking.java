// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Groups of files that become one: two or more small ones of the same partition. None of them is
 * large, so that a file which grew to that is never written again.
 */
enum BinPacking {
  /** Opening a file of this size costs about as much as reading it. */
  BY_BYTES(CompactionFile::size, 16L << 20, 128L << 20),
  /**
   * For a table whose files have ranges of dates, and are written anew where one of the dates
   * changes: no more rows together than the aggregations put there, and ranges stay disjoint.
   */
  BY_RANGE(CompactionFile::rows, CompactTable.ROWS_OF_DATED_FILE, CompactTable.ROWS_OF_DATED_FILE);

  private final ToLongFunction<CompactionFile> weight;
  private final long large;
  private final long most;

  /**
   * @param large a file of this weight stays
   * @param most what is written into one file
   */
  BinPacking(ToLongFunction<CompactionFile> weight, long large, long most) {
    this.weight = weight;
    this.large = large;
    this.most = most;
  }

  List<List<CompactionFile>> groups(List<CompactionFile> files) {
    return files.stream()
        .sorted(Comparator.comparing(CompactionFile::least).thenComparing(CompactionFile::path))
        .collect(
            Collectors.groupingBy(CompactionFile::partition, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(partition -> ofPartition(partition).stream())
        .filter(group -> group.size() > 1)
        .toList();
  }

  private List<List<CompactionFile>> ofPartition(List<CompactionFile> ordered) {
    List<List<CompactionFile>> groups = new ArrayList<>();
    List<CompactionFile> group = new ArrayList<>();
    long together = 0;
    for (CompactionFile file : ordered) {
      long one = weight.applyAsLong(file);
      boolean small = one < large;
      if (small ? together + one > most : this == BY_RANGE) {
        groups.add(group);
        group = new ArrayList<>();
        together = 0;
      }
      if (small) {
        group.add(file);
        together += one;
      }
    }
    groups.add(group);
    return groups;
  }
}

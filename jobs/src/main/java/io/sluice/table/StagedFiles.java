// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.delta.actions.AddFile;

/** Some data files of one table: written and not committed, say, or to become one. */
public record StagedFiles(List<AddFile> files) {
  public StagedFiles {
    files = List.copyOf(files);
  }

  /** Files whose rows have a value in a column that partitions the table. */
  public StagedFiles with(String partitionColumn) {
    return matching(file -> hasValue(file, partitionColumn));
  }

  /** Files whose rows have none. */
  public StagedFiles without(String partitionColumn) {
    return matching(file -> !hasValue(file, partitionColumn));
  }

  /** Files whose rows have some value in a column that partitions the table. */
  public StagedFiles with(String partitionColumn, Predicate<String> value) {
    return with(partitionColumn)
        .matching(file -> value.test(file.partitionValues().apply(partitionColumn)));
  }

  /** The values that the rows have in a column that partitions the table, as Delta spells them. */
  public SortedSet<String> values(String partitionColumn) {
    SortedSet<String> values = new TreeSet<>();
    with(partitionColumn)
        .files
        .forEach(file -> values.add(file.partitionValues().apply(partitionColumn)));
    return values;
  }

  public StagedFiles and(StagedFiles others) {
    List<AddFile> both = new ArrayList<>(files);
    both.addAll(others.files);
    return new StagedFiles(both);
  }

  public long bytes() {
    return files.stream().mapToLong(AddFile::size).sum();
  }

  public int count() {
    return files.size();
  }

  /** The rows that the files say they have. */
  public long rows() {
    return files.stream().mapToLong(StagedFiles::rows).sum();
  }

  static long rows(AddFile file) {
    return (Long) file.numPhysicalRecords().get();
  }

  /** The paths of the files, as Delta has them. */
  Set<String> paths() {
    return files.stream().map(AddFile::path).collect(Collectors.toSet());
  }

  /** The files without those of some paths, as Delta has them. */
  public StagedFiles minus(Set<String> paths) {
    return matching(file -> !paths.contains(file.path()));
  }

  StagedFiles matching(Predicate<AddFile> which) {
    return new StagedFiles(files.stream().filter(which).toList());
  }

  private static boolean hasValue(AddFile file, String column) {
    return file.partitionValues().get(column).exists(value -> value != null);
  }
}

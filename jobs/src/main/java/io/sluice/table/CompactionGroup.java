// SPDX-License-Identifier: Apache-2.0
package io.sluice.table;

import java.util.List;
import org.apache.spark.sql.delta.actions.AddFile;

/** Small data files of one table that are to become one: all of one partition. */
public final class CompactionGroup {
  private final List<AddFile> files;

  CompactionGroup(List<AddFile> files) {
    this.files = List.copyOf(files);
  }

  List<AddFile> addFiles() {
    return files;
  }

  public int files() {
    return files.size();
  }

  public long bytes() {
    return files.stream().mapToLong(AddFile::size).sum();
  }

  /** The rows that the files say they have. */
  public long rows() {
    return files.stream().mapToLong(StagedFiles::rows).sum();
  }
}

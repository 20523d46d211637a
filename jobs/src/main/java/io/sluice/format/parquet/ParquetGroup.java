// SPDX-License-Identifier: Apache-2.0
package io.sluice.format.parquet;

import io.sluice.intake.Delivery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Files that are read together: what several of them have is of the same type in all.
 *
 * @param columns that any of them has
 */
record ParquetGroup(FileSchema columns, Map<Path, Delivery> files) {
  /** Groups of files, as few as can be found at a glance. */
  static List<ParquetGroup> of(Map<Path, Delivery> files, Map<Path, FileSchema> columns) {
    List<ParquetGroup> groups = new ArrayList<>();
    columns.forEach(
        (path, own) -> {
          int at = 0;
          while (at < groups.size() && !groups.get(at).columns.fits(own)) {
            at++;
          }
          if (at == groups.size()) {
            groups.add(new ParquetGroup(own, new LinkedHashMap<>()));
          }
          ParquetGroup group = groups.get(at);
          group.files.put(path, files.get(path));
          groups.set(at, new ParquetGroup(group.columns.and(own), group.files));
        });
    return groups;
  }
}

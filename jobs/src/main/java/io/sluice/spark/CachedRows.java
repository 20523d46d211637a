// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Rows that are looked at several times, kept in memory and on local disks until it is closed. */
public final class CachedRows implements AutoCloseable {
  private final List<Dataset<Row>> rows = new ArrayList<>();

  public Dataset<Row> keep(Dataset<Row> more) {
    rows.add(more.persist(StorageLevel.MEMORY_AND_DISK()));
    return more;
  }

  @Override
  public void close() {
    rows.forEach(Dataset::unpersist);
  }
}

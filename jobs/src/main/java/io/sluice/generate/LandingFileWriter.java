// SPDX-License-Identifier: Apache-2.0
package io.sluice.generate;

import io.sluice.intake.RecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/**
 * Writes one generated file, in a Spark task: under a hidden name, then renamed, so that it appears
 * whole or not at all.
 */
record LandingFileWriter(String folder, RecordWriter format, Spoiler spoiler)
    implements Serializable {
  /**
   * @param first the first row's id; which rows are bad is decided by their ids
   * @param rows all text
   */
  void write(String name, long first, Iterator<Row> rows, Configuration hadoop) throws IOException {
    Path target = new Path(folder, name);
    Path hidden = new Path(folder, "." + name + ".writing");
    FileSystem files = withoutChecksums(target.getFileSystem(hadoop));
    try (OutputStream out = files.create(hidden, true)) {
      format.write(out, records(first, rows));
    }
    // Local renames replace their target; others refuse to.
    if (!files.rename(hidden, target)
        && !(files.delete(target, false) && files.rename(hidden, target))) {
      throw new IOException("Cannot rename " + hidden + " to " + target);
    }
  }

  /** A checksum beside a landed file would refuse the file once it is corrected by hand. */
  private static FileSystem withoutChecksums(FileSystem files) {
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }

  private Iterator<List<String>> records(long first, Iterator<Row> rows) {
    AtomicLong next = new AtomicLong(first);
    Iterable<Row> all = () -> rows;
    return StreamSupport.stream(all.spliterator(), /* parallel */ false)
        .map(row -> record(next.getAndIncrement(), row))
        .iterator();
  }

  private List<String> record(long id, Row row) {
    List<String> values = new ArrayList<>(row.size());
    for (int i = 0; i < row.size(); i++) {
      values.add(row.isNullAt(i) ? "" : row.getString(i));
    }
    return spoiler.isBad(id) ? spoiler.spoil(id, values) : values;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.record.RecordTyping;
import io.sluice.storage.Storage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Format of a source's files: reads them, types their records, and writes generated ones. */
public interface SourceFormat {
  /** A reader for the files of one run. */
  RawReader reader(SparkSession spark, Storage storage);

  /** Why a file would be rejected as a whole, told without Spark; empty where it would be read. */
  default Optional<String> rejection(Storage storage, Path file) {
    return Optional.empty();
  }

  /**
   * The number of a file's first line that holds a record; empty where that is unknown.
   *
   * @param texts of the record's fields, in the schema's order
   * @param line the whole line, where it wasn't split
   */
  default OptionalLong line(Storage storage, Path file, List<String> texts, Optional<String> line) {
    return OptionalLong.empty();
  }

  /**
   * The numbers of the lines in which a file's first records begin, from 1; empty where its records
   * aren't in lines, or it can't be read.
   *
   * @param records how many; fewer where there aren't so many
   */
  default List<Long> lines(Storage storage, Path file, int records) {
    return List.of();
  }

  /** The meaning of the raw rows that {@link #reader} gives. */
  RecordTyping typing();

  /**
   * A writer of generated files.
   *
   * @param columns the columns that they have, some or all of the schema's
   */
  RecordWriter writer(List<String> columns);
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import io.sluice.record.RecordTyping;
import io.sluice.storage.Storage;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Format of a source's files: reads them, types their records, and writes generated ones. */
public interface SourceFormat {
  /** A reader for the files of one run. */
  RawReader reader(SparkSession spark, Storage storage);

  /** The meaning of the raw rows that {@link #reader} gives. */
  RecordTyping typing();

  /**
   * A writer of generated files.
   *
   * @param columns the columns that they have, some or all of the schema's
   */
  RecordWriter writer(List<String> columns);
}

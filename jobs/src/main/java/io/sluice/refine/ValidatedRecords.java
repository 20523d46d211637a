// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.RECORD_TEXT;

import io.sluice.record.EngineColumns;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Validated records. Both are plans over the same raw rows, not yet evaluated.
 *
 * @param candidates rows for the transformed table, each with {@link EngineColumns#RECORD_ID} and
 *     {@link EngineColumns#RECORD_TEXT}; not yet compared with each other
 * @param failed one row per record that failed: {@code file, record, reasons, event_date}
 */
public record ValidatedRecords(Dataset<Row> candidates, Dataset<Row> failed) {

  /** Rows of the transformed table. */
  public Dataset<Row> passed() {
    return candidates.drop(RECORD_ID, RECORD_TEXT, BATCH);
  }
}

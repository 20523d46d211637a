// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.KEY_HASH;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static org.apache.spark.sql.functions.col;

import io.sluice.record.EngineColumns;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records, validated one by one and then compared by key with each other and with the table: the
 * outcome of each.
 *
 * @param rows every candidate with its {@link Deduplicator#OUTCOME}
 * @param failed {@code file, record, reasons, event_date} of the records that had no chance
 */
public record DeduplicatedRecords(
    Deduplicator deduplicator, Dataset<Row> rows, Dataset<Row> failed) {

  /** The rows of the transformed table that are published. */
  public Dataset<Row> publishable() {
    return rows(DuplicateOutcome.PUBLISH).drop(RECORD_ID, RECORD_TEXT, BATCH, Deduplicator.OUTCOME);
  }

  /**
   * {@code file, record, reasons, event_date} of each record that is quarantined, with {@link
   * EngineColumns#BATCH} where they come from several.
   */
  public Dataset<Row> quarantined() {
    return failed
        .drop(RECORD_HASH, KEY_HASH)
        .unionByName(deduplicator.conflicts(rows(DuplicateOutcome.CONFLICT)));
  }

  private Dataset<Row> rows(DuplicateOutcome outcome) {
    return rows.where(col(Deduplicator.OUTCOME).equalTo(outcome.name()));
  }
}

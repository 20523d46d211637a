// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.col;

import io.sluice.record.EngineColumns;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records, validated one by one and then compared by key with each other and with the table: the
 * outcome of each.
 */
public final class DeduplicatedRecords {
  private final Deduplicator deduplicator;
  private final Dataset<Row> rows;
  private final Dataset<Row> failed;

  /**
   * @param rows the candidates with their {@link Deduplicator#OUTCOME}
   * @param failed {@code file, record, reasons, event_date} of the records that had no chance
   */
  DeduplicatedRecords(Deduplicator deduplicator, Dataset<Row> rows, Dataset<Row> failed) {
    this.deduplicator = deduplicator;
    this.rows = rows;
    this.failed = failed;
  }

  /** Every candidate with its {@link Deduplicator#OUTCOME}. */
  public Dataset<Row> rows() {
    return rows;
  }

  /** The rows of the transformed table that are published. */
  public Dataset<Row> publishable() {
    return rows(DuplicateOutcome.PUBLISH)
        .drop(
            EngineColumns.RECORD_ID,
            EngineColumns.RECORD_TEXT,
            EngineColumns.BATCH,
            Deduplicator.OUTCOME);
  }

  /**
   * {@code file, record, reasons, event_date} of each record that is quarantined, with {@link
   * EngineColumns#BATCH} where they come from several.
   */
  public Dataset<Row> quarantined() {
    return failed
        .drop(EngineColumns.RECORD_HASH, EngineColumns.KEY_HASH)
        .unionByName(deduplicator.conflicts(rows(DuplicateOutcome.CONFLICT)));
  }

  private Dataset<Row> rows(DuplicateOutcome outcome) {
    return rows.where(col(Deduplicator.OUTCOME).equalTo(outcome.name()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.KEY_HASH;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.refine.Deduplicator.ROW;
import static org.apache.spark.sql.functions.col;

import io.sluice.record.EngineColumns;
import io.sluice.spark.RowBytes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records, validated one by one and then compared by key with each other and with the table: the
 * outcome of each.
 *
 * @param candidates their columns
 * @param rows of every candidate the columns that were compared, its {@link Deduplicator#OUTCOME},
 *     and the whole of it
 * @param failed {@code file, record, reasons, event_date} of the records that had no chance
 */
public record DeduplicatedRecords(
    Deduplicator deduplicator, RowBytes candidates, Dataset<Row> rows, Dataset<Row> failed) {
  /**
   * Compares candidates.
   *
   * @param published the transformed table as it is, empty before it is made
   */
  static DeduplicatedRecords of(
      Deduplicator deduplicator, ValidatedRecords records, Optional<Dataset<Row>> published) {
    Dataset<Row> candidates = records.candidates();
    RowBytes bytes = new RowBytes(candidates.schema());
    Set<String> compared = new LinkedHashSet<>(deduplicator.keyAndDateNames());
    compared.addAll(List.of(SOURCE_FILE, RECORD_HASH, RECORD_ID, RECORD_TEXT, BATCH));
    compared.retainAll(List.of(candidates.columns()));
    return new DeduplicatedRecords(
        deduplicator,
        bytes,
        deduplicator.judge(bytes.packed(candidates, List.copyOf(compared), ROW), bytes, published),
        records.failed());
  }

  /** Every row that was compared, whole, with its {@link Deduplicator#OUTCOME}. */
  public Dataset<Row> judged() {
    return candidates.unpacked(rows.select(ROW, Deduplicator.OUTCOME));
  }

  /** The rows of the transformed table that are published. */
  public Dataset<Row> publishable() {
    return publishableOfBatches().drop(BATCH);
  }

  /** The same with {@link EngineColumns#BATCH}, where they come from several. */
  public Dataset<Row> publishableOfBatches() {
    return candidates
        .unpacked(rows(DuplicateOutcome.PUBLISH).select(ROW))
        .drop(RECORD_ID, RECORD_TEXT);
  }

  /**
   * {@code file, record, reasons, event_date} of each record that is quarantined, with {@link
   * EngineColumns#BATCH} where they come from several.
   */
  public Dataset<Row> quarantined() {
    return failed
        .drop(RECORD_HASH, KEY_HASH)
        .unionByName(deduplicator.reasons().of(rows(DuplicateOutcome.CONFLICT)));
  }

  private Dataset<Row> rows(DuplicateOutcome outcome) {
    return rows.where(col(Deduplicator.OUTCOME).equalTo(outcome.name()));
  }
}

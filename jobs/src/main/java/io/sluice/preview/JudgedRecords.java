// SPDX-License-Identifier: Apache-2.0
package io.sluice.preview;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_HASH;
import static io.sluice.record.EngineColumns.RECORD_ID;
import static org.apache.spark.sql.functions.col;

import io.sluice.preview.PreviewedRecord.Reason;
import io.sluice.refine.DeduplicatedRecords;
import io.sluice.refine.Deduplicator;
import io.sluice.refine.DuplicateOutcome;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Records that have gone through the refiner of every job, and were compared with each other as
 * those of one batch are, each with the number that it has in its file.
 *
 * @param rows those that passed, with their outcome and {@link #NUMBER}
 * @param quarantined those that didn't, with their number as the batch
 */
record JudgedRecords(Dataset<Row> rows, Dataset<Row> quarantined) {
  /** Column of the number of the record that a row comes of. */
  static final String NUMBER = BATCH;

  /**
   * @param raw numbered as if each were of a batch of its own
   */
  static JudgedRecords of(Refiner refiner, Dataset<Row> raw) {
    ValidatedRecords validated = refiner.refine(raw, Instant.EPOCH);
    // Kept as they are now: records get their ids as they are evaluated.
    Dataset<Row> candidates = validated.candidates().localCheckpoint();
    Dataset<Row> numbers = candidates.select(RECORD_ID, NUMBER).distinct();
    // With their numbers they would be compared as records of as many batches.
    DeduplicatedRecords compared =
        refiner.compare(
            new ValidatedRecords(candidates.drop(NUMBER), validated.failed()), Optional.empty());
    DeduplicatedRecords numbered =
        new DeduplicatedRecords(
            compared.deduplicator(),
            compared.candidates(),
            compared.rows().join(numbers, RECORD_ID),
            compared.failed());
    return new JudgedRecords(
        compared.judged().join(numbers, RECORD_ID).localCheckpoint(), numbered.quarantined());
  }

  Dataset<Row> published() {
    return rows.where(isA(DuplicateOutcome.PUBLISH));
  }

  /** Of each record that is over again what another one was, the number of that one. */
  Map<Long, Long> duplicates() {
    Map<Long, Long> firsts = new HashMap<>();
    published()
        .select(RECORD_HASH, NUMBER)
        .collectAsList()
        .forEach(row -> firsts.merge(row.getLong(0), row.getLong(1), Math::min));
    Map<Long, Long> duplicates = new HashMap<>();
    rows.where(isA(DuplicateOutcome.DUPLICATE))
        .select(NUMBER, RECORD_HASH)
        .collectAsList()
        .forEach(row -> duplicates.put(row.getLong(0), firsts.get(row.getLong(1))));
    return duplicates;
  }

  Map<Long, List<Reason>> reasons() {
    Map<Long, List<Reason>> reasons = new HashMap<>();
    for (Row row : quarantined.select(BATCH, "reasons").collectAsList()) {
      reasons.put(
          row.getLong(0),
          row.<Row>getList(1).stream()
              .map(
                  each ->
                      new Reason(
                          each.getString(0),
                          Optional.ofNullable(each.getString(1)),
                          each.getString(2)))
              .toList());
    }
    return reasons;
  }

  private static Column isA(DuplicateOutcome outcome) {
    return col(Deduplicator.OUTCOME).equalTo(outcome.name());
  }
}

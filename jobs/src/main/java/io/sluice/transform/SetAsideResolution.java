// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static io.sluice.record.EngineColumns.RECORD_ID;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.refine.DuplicateOutcome.CONFLICT;
import static io.sluice.refine.DuplicateOutcome.DUPLICATE;
import static io.sluice.refine.DuplicateOutcome.PUBLISH;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.bool_or;
import static org.apache.spark.sql.functions.col;

import io.sluice.publish.CountsByFileAndDate;
import io.sluice.refine.DeduplicatedRecords;
import io.sluice.refine.Deduplicator;
import io.sluice.refine.DuplicateOutcome;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The records of a batch that were set aside, judged one by one: those that failed, and those that
 * share their key with others. Close it when everything that it gave is written.
 *
 * @param records what was set aside
 * @param compared their rows, each with its outcome
 * @param duplicates rows that are published already, or will be
 * @param publishedRecords records of which at least one row is published, by file
 * @param duplicateRecords records of which every row is a duplicate, by file
 */
record SetAsideResolution(
    ValidatedRecords records,
    DeduplicatedRecords compared,
    CountsByFileAndDate<String> duplicates,
    Map<String, Long> publishedRecords,
    Map<String, Long> duplicateRecords)
    implements AutoCloseable {
  /**
   * Judges records.
   *
   * @param records what was set aside
   * @param published the table as it is, empty before it is made
   */
  static SetAsideResolution of(
      Refiner refiner,
      String eventDate,
      ValidatedRecords records,
      Optional<Dataset<Row>> published) {
    DeduplicatedRecords compared = refiner.compare(records, published);
    // Looked at several times, and which of two equal rows is the first must not change meanwhile.
    compared.rows().persist(StorageLevel.MEMORY_AND_DISK());
    SetAsideResolution resolution =
        new SetAsideResolution(
            records, compared, CountsByFileAndDate.none(), new TreeMap<>(), new TreeMap<>());
    resolution.countRows(eventDate, refiner.isOneToOne());
    if (!refiner.isOneToOne()) {
      resolution.countRecords();
    }
    return resolution;
  }

  @Override
  public void close() {
    compared.rows().unpersist();
    records.candidates().unpersist();
  }

  private void countRows(String eventDate, boolean oneToOne) {
    for (Row row :
        compared
            .rows()
            .groupBy(col(SOURCE_FILE), col(Deduplicator.OUTCOME), named(eventDate))
            .count()
            .collectAsList()) {
      String file = row.getString(0);
      DuplicateOutcome fate = DuplicateOutcome.valueOf(row.getString(1));
      long rows = row.getLong(3);
      if (fate == DUPLICATE) {
        duplicates.add(file, Optional.of(row.getDate(2).toLocalDate()), rows);
      }
      if (oneToOne && fate != CONFLICT) {
        (fate == PUBLISH ? publishedRecords : duplicateRecords).merge(file, rows, Long::sum);
      }
    }
  }

  private void countRecords() {
    compared
        .rows()
        .groupBy(SOURCE_FILE, RECORD_ID)
        .agg(bool_or(isA(PUBLISH)).as("published"), bool_or(isA(CONFLICT)).as("conflict"))
        .where(col("conflict").equalTo(false))
        .groupBy(SOURCE_FILE, "published")
        .count()
        .collectAsList()
        .forEach(
            row ->
                (row.getBoolean(1) ? publishedRecords : duplicateRecords)
                    .put(row.getString(0), row.getLong(2)));
  }

  private static Column isA(DuplicateOutcome fate) {
    return col(Deduplicator.OUTCOME).equalTo(fate.name());
  }
}

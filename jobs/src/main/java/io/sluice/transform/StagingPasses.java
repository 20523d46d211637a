// SPDX-License-Identifier: Apache-2.0
package io.sluice.transform;

import static io.sluice.spark.NamedColumns.named;

import io.sluice.intake.RawBatch;
import io.sluice.record.HashFilter;
import io.sluice.refine.DuplicateHints;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import io.sluice.table.StagedFiles;
import io.sluice.table.Table;
import io.sluice.table.TableLayout;
import java.sql.Date;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The main pass over a batch: writes the rows that can be published, and sets aside the records
 * that need a closer look. It looks through what it has written for rows that share their key with
 * others; where there are unsuspected ones, it starts again, and suspects them.
 */
record StagingPasses(Refiner refiner, TableLayout layout, String eventDate) {
  /** The second pass knows what the first has found; one more is needed only after undated rows. */
  private static final int MOST_PASSES = 3;

  private static final StorageLevel MEMORY_AND_DISK = StorageLevel.MEMORY_AND_DISK();

  /**
   * Result of the main pass.
   *
   * @param kept rows to be published
   * @param aside where the records are that need a closer look
   * @param records those records, judged in detail; empty where there are none
   * @param suspicion which records were suspected
   */
  record Sifted(
      StagedFiles kept,
      StagedFiles aside,
      Optional<ValidatedRecords> records,
      DuplicateHints suspicion) {}

  /**
   * @param published the table as it is, empty before it is made
   */
  Sifted sift(
      Table table, Optional<Dataset<Row>> published, RawBatch raw, Instant now, Progress progress) {
    DuplicateHints suspicion = DuplicateHints.ofKeys(raw.repeatedKeys());
    for (int pass = 1; pass <= MOST_PASSES; pass++) {
      StagedFiles written =
          table.write(refiner.stage(raw.rows().orElseThrow(), suspicion, now), layout);
      Sifted sifted = sifted(table, written, suspicion, now);
      progress.done(
          "wrote %d rows, set %d records aside", sifted.kept().rows(), sifted.aside().rows());
      HashFilter overlooked = overlooked(table, published, sifted);
      progress.done("compared keys");
      if (overlooked.isEmpty()) {
        return sifted;
      }
      sifted.records().ifPresent(records -> records.candidates().unpersist());
      table.discard(written);
      suspicion = suspicion.andRecords(overlooked);
      progress.done("keys stand more than once where nobody suspected it: writing it anew");
    }
    throw new IllegalStateException(
        "after %d passes there still are rows that share their key with others"
            .formatted(MOST_PASSES));
  }

  private Sifted sifted(Table table, StagedFiles written, DuplicateHints suspicion, Instant now) {
    StagedFiles kept = written.with(eventDate);
    StagedFiles aside = written.without(eventDate);
    if (aside.rows() == 0) {
      return new Sifted(kept, aside, Optional.empty(), suspicion);
    }
    ValidatedRecords refined = refiner.refine(refiner.setAside(table.rows(aside, layout)), now);
    // Looked at several times, and numbered as it is evaluated.
    ValidatedRecords records =
        new ValidatedRecords(refined.candidates().persist(MEMORY_AND_DISK), refined.failed());
    return new Sifted(kept, aside, Optional.of(records), suspicion);
  }

  /** The hashes of records that were kept and should not have been. */
  private HashFilter overlooked(Table table, Optional<Dataset<Row>> published, Sifted sifted) {
    HashFilter undated =
        sifted.records().isPresent()
            ? refiner.undated(table.rows(sifted.aside(), layout))
            : HashFilter.none();
    if (sifted.kept().rows() == 0) {
      return undated;
    }
    Object[] dates = sifted.kept().values(eventDate).stream().map(Date::valueOf).toArray();
    List<Dataset<Row>> others = new ArrayList<>();
    sifted.records().map(ValidatedRecords::candidates).ifPresent(others::add);
    published.map(rows -> rows.where(named(eventDate).isin(dates))).ifPresent(others::add);
    return undated.and(
        refiner.sharing(table.rows(sifted.kept(), layout), sifted.kept().rows(), others));
  }
}

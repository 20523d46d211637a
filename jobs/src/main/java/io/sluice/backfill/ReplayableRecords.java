// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.RECORD_TEXT;
import static io.sluice.record.EngineColumns.SOURCE_FILE;
import static io.sluice.relation.QuarantineTable.BATCH_ID;
import static io.sluice.relation.QuarantineTable.CODES;
import static io.sluice.relation.QuarantineTable.FILE;
import static io.sluice.relation.QuarantineTable.ID;
import static io.sluice.relation.QuarantineTable.RECORD;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.sluice.change.DateRange;
import io.sluice.change.DateRanges;
import io.sluice.format.SourceFormats;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Pipeline;
import io.sluice.refine.Lookups;
import io.sluice.run.RunContext;
import io.sluice.table.Tables;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Quarantined records that today's rules let pass.
 *
 * @param records how many
 * @param ranges their dates by today's SQL, neighbours together
 */
public record ReplayableRecords(long records, List<DateRange> ranges) {
  /**
   * Another record came first, and still does unless the SQL has something against that one now.
   */
  private static final String CONFLICT = "conflicting_duplicate";

  /**
   * @param raw the files that hold them
   * @param references the rows that the pipeline's SQL looks up
   * @param quarantined rows of the relation
   */
  static ReplayableRecords of(
      RunContext context,
      Tables tables,
      RawFiles raw,
      Lookups references,
      Dataset<Row> quarantined) {
    Pipeline pipeline = context.pipeline();
    RawBatch opened = raw.open(tables.spark(), context);
    Dataset<Row> passed =
        ReprocessedRecords.all(
                SourceFormats.refiner(tables.spark(), pipeline, references), opened, Instant.now())
            .candidates()
            .select(
                col(BATCH).as(BATCH_ID),
                col(SOURCE_FILE).as(FILE),
                col(RECORD_TEXT).as(RECORD),
                named(pipeline.eventDate()).as("date"))
            .distinct();
    Dataset<Row> found =
        wanted(quarantined)
            .select(ID, BATCH_ID, FILE, RECORD)
            .join(passed, new String[] {BATCH_ID, FILE, RECORD});
    List<LocalDate> dates =
        found.select("date").distinct().as(Encoders.LOCALDATE()).collectAsList();
    return new ReplayableRecords(
        dates.isEmpty() ? 0 : found.select(ID).distinct().count(), DateRanges.of(dates).ranges());
  }

  /** Records that may pass. */
  static Dataset<Row> wanted(Dataset<Row> quarantined) {
    return quarantined.where(not(array_contains(col(CODES), CONFLICT)));
  }
}

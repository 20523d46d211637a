// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static io.sluice.record.EngineColumns.BATCH;
import static io.sluice.record.EngineColumns.FILE;
import static io.sluice.relation.QuarantineTable.EVENT_DATE;
import static io.sluice.spark.NamedColumns.named;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.substring_index;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.intake.RawBatch;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import java.sql.Date;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The records of consumed files as today's SQL judges them, not yet evaluated.
 *
 * @param all every record
 * @param passed rows of those that pass, on the dates that are wanted
 * @param failed {@code file, record, reasons, event_date} of those that don't, on these dates or on
 *     none
 */
record ReprocessedRecords(ValidatedRecords all, Dataset<Row> passed, Dataset<Row> failed) {
  /**
   * @param raw files that were opened under {@link FileKey#text}
   */
  static ReprocessedRecords of(
      Refiner refiner, RawBatch raw, String eventDate, DateRange range, Instant now) {
    ValidatedRecords all = all(refiner, raw, now);
    Column undated = col(EVENT_DATE).isNull();
    return new ReprocessedRecords(
        all,
        all.candidates().where(isIn(range, eventDate)),
        all.failed().where(isIn(range, EVENT_DATE).or(undated)));
  }

  /**
   * Every record.
   *
   * @param raw as above
   */
  static ValidatedRecords all(Refiner refiner, RawBatch raw, Instant now) {
    return refiner.refine(withOrigin(raw.rows().orElseGet(refiner::noRaw)), now);
  }

  static Column isIn(DateRange range, String column) {
    return named(column).between(Date.valueOf(range.from()), Date.valueOf(range.to()));
  }

  private static Dataset<Row> withOrigin(Dataset<Row> raw) {
    return raw.withColumn(BATCH, substring_index(col(FILE), "/", 1).cast(DataTypes.LongType))
        .withColumn(FILE, expr("substring(%1$s, instr(%1$s, '/') + 1)".formatted(FILE)));
  }
}

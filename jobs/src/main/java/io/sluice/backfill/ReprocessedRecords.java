// SPDX-License-Identifier: Apache-2.0
package io.sluice.backfill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.substring_index;

import io.sluice.change.DateRange;
import io.sluice.change.FileKey;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Source;
import io.sluice.record.EngineColumns;
import io.sluice.refine.Refiner;
import io.sluice.refine.ValidatedRecords;
import java.sql.Date;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

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
      SparkSession spark,
      Refiner refiner,
      Source source,
      RawBatch raw,
      String eventDate,
      DateRange range,
      Instant now) {
    ValidatedRecords all = all(spark, refiner, source, raw, now);
    Column undated = col("event_date").isNull();
    return new ReprocessedRecords(
        all,
        all.candidates().where(isIn(range, eventDate)),
        all.failed().where(isIn(range, "event_date").or(undated)));
  }

  /**
   * Every record.
   *
   * @param raw as above
   */
  static ValidatedRecords all(
      SparkSession spark, Refiner refiner, Source source, RawBatch raw, Instant now) {
    Dataset<Row> records =
        raw.rows().map(ReprocessedRecords::withOrigin).orElseGet(() -> none(spark, source));
    return refiner.refine(records, now);
  }

  static Column isIn(DateRange range, String column) {
    return col("`" + column + "`").between(Date.valueOf(range.from()), Date.valueOf(range.to()));
  }

  private static Dataset<Row> withOrigin(Dataset<Row> raw) {
    return raw.withColumn(
            EngineColumns.BATCH,
            substring_index(col(EngineColumns.FILE), "/", 1).cast(DataTypes.LongType))
        .withColumn(
            EngineColumns.FILE,
            expr("substring(%1$s, instr(%1$s, '/') + 1)".formatted(EngineColumns.FILE)));
  }

  private static Dataset<Row> none(SparkSession spark, Source source) {
    StructType schema = new StructType();
    for (String name : source.schema().fieldNames()) {
      schema = schema.add(name, DataTypes.StringType);
    }
    schema =
        schema
            .add(EngineColumns.LINE, DataTypes.StringType)
            .add(EngineColumns.UNFIT, DataTypes.IntegerType)
            .add(EngineColumns.FILE, DataTypes.StringType)
            .add(EngineColumns.LANDED_AT, DataTypes.TimestampType)
            .add(EngineColumns.BATCH, DataTypes.LongType);
    return spark.createDataFrame(List.of(), schema);
  }
}

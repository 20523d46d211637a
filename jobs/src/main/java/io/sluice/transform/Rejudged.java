package io.sluice.transform;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.substring_index;

import io.sluice.change.DateRange;
import io.sluice.intake.RawBatch;
import io.sluice.pipeline.Source;
import io.sluice.refine.Columns;
import io.sluice.refine.Refined;
import io.sluice.refine.Refiner;
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
record Rejudged(Refined all, Dataset<Row> passed, Dataset<Row> failed) {
  /**
   * @param raw files that were opened under {@link Origin#text}
   */
  static Rejudged of(
      SparkSession spark,
      Refiner refiner,
      Source source,
      RawBatch raw,
      String eventDate,
      DateRange range,
      Instant now) {
    Refined all = all(spark, refiner, source, raw, now);
    Column undated = col("event_date").isNull();
    return new Rejudged(
        all,
        all.candidates().where(isIn(range, eventDate)),
        all.failed().where(isIn(range, "event_date").or(undated)));
  }

  /**
   * Every record.
   *
   * @param raw as above
   */
  static Refined all(
      SparkSession spark, Refiner refiner, Source source, RawBatch raw, Instant now) {
    Dataset<Row> records =
        raw.rows().map(Rejudged::withOrigin).orElseGet(() -> none(spark, source));
    return refiner.refine(records, now);
  }

  static Column isIn(DateRange range, String column) {
    return col("`" + column + "`").between(Date.valueOf(range.from()), Date.valueOf(range.to()));
  }

  private static Dataset<Row> withOrigin(Dataset<Row> raw) {
    return raw.withColumn(
            Columns.BATCH, substring_index(col(Columns.FILE), "/", 1).cast(DataTypes.LongType))
        .withColumn(
            Columns.FILE, expr("substring(%1$s, instr(%1$s, '/') + 1)".formatted(Columns.FILE)));
  }

  private static Dataset<Row> none(SparkSession spark, Source source) {
    StructType schema = new StructType();
    for (String name : source.schema().fieldNames()) {
      schema = schema.add(name, DataTypes.StringType);
    }
    schema =
        schema
            .add(Columns.LINE, DataTypes.StringType)
            .add(Columns.UNFIT, DataTypes.IntegerType)
            .add(Columns.FILE, DataTypes.StringType)
            .add(Columns.LANDED_AT, DataTypes.TimestampType)
            .add(Columns.BATCH, DataTypes.LongType);
    return spark.createDataFrame(List.of(), schema);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.relation;

import static io.sluice.record.EngineColumns.BATCH;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.transform;

import io.sluice.table.TableLayout;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructType;

/** The relation {@code quarantine}: every record that was not published, with its reasons. */
public final class QuarantineTable {
  public static final String ID = "id";
  public static final String RECORD = "record";
  public static final String REASONS = "reasons";
  public static final String FILE = "file";
  public static final String BATCH_ID = "batch_id";
  public static final String EVENT_DATE = "event_date";
  public static final String RUN_ID = "run_id";
  public static final String QUARANTINED_AT = "quarantined_at";

  /** Codes of the {@link #REASONS}, an array. */
  public static final String CODES = "reasons.code";

  /** Never partitioned by dates that garbage can make. */
  public static final TableLayout LAYOUT =
      new TableLayout(
          StructType.fromDDL(
              "id STRING, record STRING,"
                  + " reasons ARRAY<STRUCT<code: STRING, column: STRING, message: STRING>>,"
                  + " file STRING, batch_id BIGINT, event_date DATE, run_id STRING,"
                  + " quarantined_at TIMESTAMP"),
          List.of());

  private static final int SHA_BITS = 256;

  private QuarantineTable() {}

  /**
   * Kinds of reasons, by which records are counted: the {@link #CODES}, each once, without the
   * places of values in arrays and maps, of which there is no end.
   */
  public static Column kinds() {
    return array_distinct(transform(col(CODES), QuarantineTable::kind));
  }

  /** The kind of a reason's code: {@code items[].price_type} of {@code items[2].price_type}. */
  public static Column kind(Column code) {
    return regexp_replace(code, "\\[[^\\]]*\\]", "[]");
  }

  /**
   * Rows of the relation. A record that occurs in a file several times gets an id for each.
   *
   * @param failed {@code _batch, file, record, reasons, event_date}
   */
  public static Dataset<Row> rows(Dataset<Row> failed, String runId, Instant at) {
    WindowSpec twins = Window.partitionBy(BATCH, FILE, RECORD).orderBy(RECORD);
    return failed
        .withColumn("occurrence", row_number().over(twins))
        .select(
            id(col(FILE), col("occurrence"), col(RECORD)).as(ID),
            col(RECORD),
            col(REASONS).cast(LAYOUT.schema().apply(REASONS).dataType()).as(REASONS),
            col(FILE),
            col(BATCH).as(BATCH_ID),
            col(EVENT_DATE),
            lit(runId).as(RUN_ID),
            lit(Timestamp.from(at)).as(QUARANTINED_AT));
  }

  /**
   * The id of a record of a batch.
   *
   * @param occurrence which of the equal records of its file it is, from 1
   */
  public static Column id(Column file, Column occurrence, Column record) {
    return sha2(concat_ws("\u0001", col(BATCH), file, occurrence, record).cast("binary"), SHA_BITS);
  }
}

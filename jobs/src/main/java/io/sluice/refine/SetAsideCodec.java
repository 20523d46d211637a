// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.record.EngineColumns.FILE;
import static io.sluice.record.EngineColumns.LANDED_AT;
import static io.sluice.record.EngineColumns.UNFIT;
import static io.sluice.refine.TypedRecords.RAW;
import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unbase64;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Packs raw records into one text each, so that the pass that writes what is published can set
 * those aside that need a closer look, among its rows, instead of reading the input twice. A text
 * has parts: whether the record itself passed, what is wrong with it, when its file landed, which
 * it is, and the record's bytes.
 */
final class SetAsideCodec {
  private static final String PASSED = "+";
  private static final String FAILED = "-";
  private static final String BETWEEN = " ";
  private static final int PARTS = 5;

  private final TypedRecords typed;

  SetAsideCodec(TypedRecords typed) {
    this.typed = typed;
  }

  /**
   * A record as one text, made of {@link TypedRecords#RAW} and {@code UNFIT}.
   *
   * @param file the column that names the record's file
   * @param landedAt the column that says when it landed
   * @param passed whether the record itself passed
   */
  Column packed(Column file, Column landedAt, Column passed) {
    return concat_ws(
        BETWEEN,
        when(passed, lit(PASSED)).otherwise(lit(FAILED)),
        col(UNFIT).cast("string"),
        unix_micros(landedAt).cast("string"),
        base64(file.cast("binary")),
        base64(col(RAW)));
  }

  /** The raw records again. */
  Dataset<Row> unpacked(Dataset<Row> rows, Column packed) {
    Dataset<Row> parts = rows.select(split(packed, BETWEEN, PARTS).as("parts"));
    return typed
        .raw()
        .unpacked(
            parts.select(
                unbase64(part(4)).as(RAW),
                part(1).cast("int").as(UNFIT),
                unbase64(part(3)).cast("string").as(FILE),
                timestamp_micros(part(2).cast("bigint")).as(LANDED_AT)));
  }

  private static Column part(int index) {
    return col("parts").getItem(index);
  }

  /** The rows whose record itself passed. */
  Dataset<Row> passed(Dataset<Row> rows, Column packed) {
    return rows.where(packed.startsWith(PASSED));
  }
}

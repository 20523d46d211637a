// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unbase64;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Packs raw records into one text each, so that the pass that writes what is published can set
 * those aside that need a closer look, among its rows, instead of reading the input twice. A text
 * begins with whether the record itself passed; then come the record's bytes.
 */
final class SetAsideCodec {
  private static final String PASSED = "+";
  private static final String FAILED = "-";

  private final TypedRecords typed;

  SetAsideCodec(TypedRecords typed) {
    this.typed = typed;
  }

  /**
   * A record as one text, made of {@link TypedRecords#RAW}.
   *
   * @param passed whether the record itself passed
   */
  Column packed(Column passed) {
    return concat(when(passed, lit(PASSED)).otherwise(lit(FAILED)), base64(col(TypedRecords.RAW)));
  }

  /** The raw records again. */
  Dataset<Row> unpacked(Dataset<Row> rows, Column packed) {
    Column bytes = packed.substr(lit(PASSED.length() + 1), lit(Integer.MAX_VALUE));
    return typed.raw().unpacked(rows.select(unbase64(bytes)));
  }

  /** The rows whose record itself passed. */
  Dataset<Row> passed(Dataset<Row> rows, Column packed) {
    return rows.where(packed.startsWith(PASSED));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/**
 * What transformations.sql makes of a column whose type in the schema isn't what it means.
 *
 * @param sql an expression with %s for the column, or with %1$s where it has it twice
 * @param type what it is of
 * @param reading the same of a text of the sample, as Spark has it in its rows; null where the text
 *     is none
 * @param form what a text has to look like for that; empty where SQL itself refuses others
 */
public record Conversion(
    String sql, DataType type, Function<String, Object> reading, Optional<Form> form) {

  /**
   * How texts are written.
   *
   * @param pattern of the whole text, without backslashes
   * @param why a rule asks for it
   */
  public record Form(String pattern, String why) {}

  Conversion(String sql, DataType type, Function<String, Object> reading) {
    this(sql, type, reading, Optional.empty());
  }

  /** What it makes of a column, for people. */
  String result() {
    return type instanceof DecimalType ? "a number" : "a time";
  }

  /** The expression for a column, as SQL has its name. */
  public String expression(String column) {
    return sql.formatted(column);
  }
}

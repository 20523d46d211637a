// SPDX-License-Identifier: Apache-2.0
package io.sluice.guess.types;

import java.util.function.Function;
import org.apache.spark.sql.types.DataType;

/**
 * What transformations.sql makes of a column whose type in the schema isn't what it means.
 *
 * @param sql an expression with %s for the column
 * @param type what it is of
 * @param reading the same of a text of the sample, as Spark has it in its rows; null where the text
 *     is none
 */
public record Conversion(String sql, DataType type, Function<String, Object> reading) {
  /** The expression for a column, as SQL has its name. */
  public String expression(String column) {
    return sql.formatted(column);
  }
}

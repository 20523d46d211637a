// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import io.sluice.spark.SqlErrorText;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * A way to keep expressions that fail for one record from failing the run. Beside the values a
 * column is carried that says what has failed so far.
 */
interface Guarding {
  /** An expression that may fail, and what its errors are called. */
  record Part(Expression expression, SqlErrorText wording) {}

  /** The name of the carried column. */
  String column();

  /** The carried column before anything is evaluated. */
  Expression nothingFailed();

  /** Columns that evaluate some expressions and never fail. */
  List<Alias> guards(List<Part> parts);

  /**
   * The value of one of the expressions, null where it failed.
   *
   * @param guards what {@link #guards} gave, as columns
   * @param part the expression's place in the list
   */
  Expression value(List<Attribute> guards, int part);

  /** True where one of the expressions failed. */
  Expression failed(List<Attribute> guards);

  /** The carried column with what failed here. */
  Expression failedAlso(Attribute before, List<Attribute> guards);
}

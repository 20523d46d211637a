// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;
import scala.Option;

/**
 * The text that a part of a query is in: the query's own file, or macros.sql where a macro has
 * brought it in.
 *
 * @param file for messages
 * @param note what a message says behind everything else, such as {@code " (totals in
 *     aggregations/daily.sql:4:5)"}; empty for the query's own file
 */
public record SqlOrigin(String file, String note) {
  private static final String MACRO = "MACRO";

  /** What Spark keeps with all that is parsed of a macro. */
  static Origin ofMacro(String macro, String call) {
    Option<Object> none = Option.empty();
    String use = call.isEmpty() ? macro : "%s in %s".formatted(macro, call);
    return new Origin(
        none, none, none, none, Option.empty(), Option.apply(MACRO), Option.apply(use));
  }

  /** Returns whether a macro has brought in what is there. */
  public static boolean isMacro(Origin place) {
    return isMacro(place.context());
  }

  /**
   * @param file the query's
   * @param text as Spark knows it
   */
  public static SqlOrigin of(String file, SQLQueryContext text) {
    return isMacro(text)
        ? new SqlOrigin(Macro.FILE, " (" + text.objectName() + ")")
        : new SqlOrigin(file, "");
  }

  private static boolean isMacro(SQLQueryContext text) {
    return MACRO.equals(text.objectType());
  }
}

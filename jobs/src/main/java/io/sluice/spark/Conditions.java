// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;

/** Conditions of many parts. */
public final class Conditions {
  private Conditions() {}

  /**
   * True where all of them are. They are asked in their order, the others no more after one that is
   * false. Nested as a balanced tree: Spark walks through expressions by recursion, and a chain of
   * a thousand has no room on its stack.
   */
  public static Column all(List<Column> conditions) {
    if (conditions.isEmpty()) {
      return lit(true);
    }
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    int half = conditions.size() / 2;
    return all(conditions.subList(0, half)).and(all(conditions.subList(half, conditions.size())));
  }
}

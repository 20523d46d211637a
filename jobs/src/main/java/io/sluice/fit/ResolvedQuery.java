// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A query after analysis.
 *
 * @param plan the resolved plan; empty where anything is wrong with it
 * @param columns what it selects, as far as that is known; a column whose type isn't has VOID
 * @param isCertain whether all types are known
 */
record ResolvedQuery(Optional<LogicalPlan> plan, Optional<StructType> columns, boolean isCertain) {

  /** The columns, where their types are known. */
  Optional<StructType> certain() {
    return isCertain ? columns : Optional.empty();
  }

  /** The columns whose types are known. */
  List<StructField> known() {
    return columns.stream()
        .flatMap(all -> Arrays.stream(all.fields()))
        .filter(field -> isCertain || !(field.dataType() instanceof NullType))
        .toList();
  }

  /** The same with more columns. */
  ResolvedQuery with(StructType more) {
    return new ResolvedQuery(plan, columns.map(known -> joined(known, more)), isCertain);
  }

  private static StructType joined(StructType columns, StructType more) {
    StructType joined = columns;
    for (StructField field : more.fields()) {
      joined = joined.add(field);
    }
    return joined;
  }
}

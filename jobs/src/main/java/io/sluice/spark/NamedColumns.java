// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import io.sluice.pipeline.SqlName;
import java.util.Collection;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;

/**
 * Columns of exactly the names that are given. Spark's own {@code col} takes a name apart at dots
 * and backticks.
 */
public final class NamedColumns {
  private NamedColumns() {}

  /** The column of this name. */
  public static Column named(String name) {
    return functions.col(SqlName.quoted(name));
  }

  /** The column that some rows have under this name, as joins have to tell it from another's. */
  public static Column named(Dataset<?> rows, String name) {
    return rows.col(SqlName.quoted(name));
  }

  /** The columns of these names, in their order. */
  public static Column[] named(Collection<String> names) {
    return names.stream().map(NamedColumns::named).toArray(Column[]::new);
  }
}

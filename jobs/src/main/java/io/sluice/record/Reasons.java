// SPDX-License-Identifier: Apache-2.0
package io.sluice.record;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.sql.Column;

/** Reasons to quarantine a record: {@code code, column, message}. */
public final class Reasons {
  private Reasons() {}

  public static Column reason(Column code, Column column, Column message) {
    return struct(code.as("code"), column.as("column"), message.as("message"));
  }

  /** A reason that no single column has. */
  public static Column reason(String code, String message) {
    return reason(code, lit(message));
  }

  /** A reason that no single column has. */
  public static Column reason(String code, Column message) {
    return reason(lit(code), lit(null).cast("string"), message);
  }

  /** A reason of one column. */
  public static Column reason(String code, String column, Column message) {
    return reason(lit(code), lit(column), message);
  }
}

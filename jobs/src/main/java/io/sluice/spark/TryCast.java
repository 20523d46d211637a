// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode$;
import org.apache.spark.sql.types.DataType;

/** Spark's {@code try_cast}, which its functions don't have. */
public final class TryCast {
  private TryCast() {}

  /** The value as another type, null where it doesn't fit. */
  public static Column of(Column value, DataType type) {
    return new Column(new Cast(value.expr(), type, scala.Option.empty(), EvalMode$.MODULE$.TRY()));
  }
}

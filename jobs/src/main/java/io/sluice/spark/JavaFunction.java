// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;

/** Calls plain Java from generated code, without the conversions of a UDF. */
public final class JavaFunction {
  private JavaFunction() {}

  /**
   * {@code target.method(arguments)}, null where an argument is null. It counts as
   * non-deterministic so that the optimizer leaves it where it is, evaluated once a row, instead of
   * copying it into every filter and projection above.
   *
   * @param target serializable, of a public class
   * @param method takes and gives Spark's internal values, such as UTF8String
   */
  public static Column call(Object target, String method, DataType type, Column... arguments) {
    return new Column(
        new Invoke(
            Literal.fromObject(target),
            method,
            type,
            seq(Arrays.stream(arguments).map(Column::expr).toList()),
            seq(List.<AbstractDataType>of()),
            true /* null for null */,
            true /* may return null */,
            false /* deterministic */));
  }
}

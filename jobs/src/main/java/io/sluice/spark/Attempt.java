// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The value of an expression beside the error that it fails with for a row: {@code value, error},
 * of which one is null at least. Slower than a {@link Guard}: it is interpreted.
 */
public final class Attempt extends GuardingExpression implements CodegenFallback {
  /** Where the value is in the struct. */
  public static final int VALUE = 0;

  /** Where the error is in the struct. */
  public static final int ERROR = 1;

  private static final long serialVersionUID = 1;

  private final SqlErrorText wording;

  /**
   * @param wording what an error is called
   */
  public Attempt(Expression child, SqlErrorText wording) {
    super(child);
    this.wording = wording;
  }

  @Override
  public DataType dataType() {
    return new StructType().add("value", child().dataType()).add("error", DataTypes.StringType);
  }

  @Override
  public Object eval(InternalRow input) {
    try {
      return new GenericInternalRow(
          new Object[] {InternalRow.copyValue(child().eval(input)), null});
    } catch (Exception e) { // an expression may throw anything
      require(e);
      return new GenericInternalRow(new Object[] {null, UTF8String.fromString(wording.of(e))});
    }
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode own) {
    return CodegenFallback.super.doGenCode(context, own);
  }

  @Override
  Expression around(Expression child) {
    return new Attempt(child, wording);
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? child() : wording;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attempt attempt
        && attempt.child().equals(child())
        && attempt.wording.equals(wording);
  }

  @Override
  public int hashCode() {
    return Objects.hash(Attempt.class, child(), wording);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static io.sluice.spark.ScalaSeq.seq;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.EmptyBlock$;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.catalyst.expressions.codegen.SubExprCodes;
import org.apache.spark.sql.types.DataType;

/**
 * The value of an expression, null where that fails for a row. To tell that from a null of its own,
 * guard a struct or what is never null. Public because generated code calls it.
 */
public final class Guard extends GuardingExpression {
  private static final long serialVersionUID = 1;

  public Guard(Expression child) {
    super(child);
  }

  @Override
  public DataType dataType() {
    return child().dataType();
  }

  @Override
  public Object eval(InternalRow input) {
    try {
      return child().eval(input);
    } catch (Exception e) { // an expression may throw anything
      require(e);
      return null;
    }
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode own) {
    if (context.currentVars() == null) {
      // Spark splits long code into functions here, which can't see what is computed before them.
      return guarded(context, own, "", "", child().genCode(context));
    }
    SubExprCodes common =
        context.subexpressionEliminationForWholeStageCodegen(seq(List.of(child())));
    ExprCode value =
        context
            .withSubExprEliminationExprs(
                common.states(), () -> seq(List.of(child().genCode(context))))
            .head();
    StringBuilder inputs = new StringBuilder();
    for (ExprCode input : seqAsJavaList(common.exprCodesNeedEvaluate())) {
      inputs.append(input.code()).append('\n');
      input.code_$eq(EmptyBlock$.MODULE$);
    }
    String before = context.evaluateSubExprEliminationState(common.states().values());
    return guarded(context, own, inputs.toString(), before, value);
  }

  /**
   * @param inputs code of columns that the guarded code reads
   * @param before code of what is computed once for several parts of the value
   */
  private ExprCode guarded(
      CodegenContext context, ExprCode own, String inputs, String before, ExprCode value) {
    String type = CodeGenerator.javaType(dataType());
    String none = CodeGenerator.defaultValue(dataType(), false /* no typed null */);
    String error = context.freshName("error");
    List<String> parts =
        List.of(
            inputs + "boolean ",
            " = true;\n" + type + " ",
            " = " + none + ";\ntry {\n" + before + "\n",
            "\n",
            " = ",
            ";\n",
            " = ",
            ";\n} catch (Exception %1$s) {\n%2$s.require(%1$s);\n}\n"
                .formatted(error, GuardingExpression.class.getName()));
    List<JavaCode> values =
        List.of(
            own.isNull(),
            own.value(),
            value.code(),
            own.isNull(),
            value.isNull(),
            own.value(),
            value.value());
    return own.copy(new CodeBlock(seq(parts), seq(values)), own.isNull(), own.value());
  }

  @Override
  Expression around(Expression child) {
    return new Guard(child);
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int index) {
    return child();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Guard guard && guard.child().equals(child());
  }

  @Override
  public int hashCode() {
    return Objects.hash(Guard.class, child());
  }
}

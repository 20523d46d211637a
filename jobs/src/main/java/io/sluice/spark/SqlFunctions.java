// SPDX-License-Identifier: Apache-2.0
package io.sluice.spark;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.List;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * The functions that SQL of pipelines has beyond Spark's own. Sessions get them as an extension, by
 * this class's name.
 */
public final class SqlFunctions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  private static final FunctionIdentifier DIVIDE_ROUNDED =
      new FunctionIdentifier(DivideRounded.NAME, Option.empty(), Option.empty());
  private static final ExpressionInfo INFO =
      new ExpressionInfo(DivideRounded.class.getName(), DivideRounded.NAME);
  private static final Function1<Seq<Expression>, Expression> BUILDER =
      arguments -> divideRounded(seqAsJavaList(arguments));

  /** Gives the functions to a registry of one's own. */
  public static void register(FunctionRegistry registry) {
    registry.registerFunction(DIVIDE_ROUNDED, INFO, BUILDER);
  }

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectFunction(new Tuple3<>(DIVIDE_ROUNDED, INFO, BUILDER));
    return BoxedUnit.UNIT;
  }

  private static Expression divideRounded(List<Expression> arguments) {
    if (arguments.size() != 3) {
      throw SqlFunctions.<RuntimeException>undeclared(
          QueryCompilationErrors.wrongNumArgsError(
              DivideRounded.NAME,
              ScalaSeq.seq(List.<Object>of(3)),
              arguments.size(),
              QueryCompilationErrors.wrongNumArgsError$default$4(),
              QueryCompilationErrors.wrongNumArgsError$default$5(),
              QueryCompilationErrors.wrongNumArgsError$default$6()));
    }
    return new DivideRounded(arguments.get(0), arguments.get(1), arguments.get(2));
  }

  /** Spark's AnalysisException, which functions of Scala don't declare. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E undeclared(Throwable thrown) throws E {
    throw (E) thrown;
  }
}

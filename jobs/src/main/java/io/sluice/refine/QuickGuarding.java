// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.spark.ScalaSeq.seq;
import static org.apache.spark.sql.functions.lit;

import io.sluice.spark.Guard;
import io.sluice.spark.SparkAlias;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Or;

/** Says only whether anything failed, and keeps no value beside one that did: for every record. */
final class QuickGuarding implements Guarding {
  /** True for a row for which an expression failed. */
  static final String FAILED = "_sql_failed";

  @Override
  public String column() {
    return FAILED;
  }

  @Override
  public Expression nothingFailed() {
    return lit(false).expr();
  }

  /** All in one struct, which is null where one of them fails. */
  @Override
  public List<Alias> guards(List<Part> parts) {
    List<Expression> fields = new ArrayList<>();
    for (Part part : parts) {
      fields.add(lit("c" + fields.size() / 2).expr());
      fields.add(part.expression());
    }
    return List.of(SparkAlias.named(new Guard(new CreateNamedStruct(seq(fields))), "_guarded"));
  }

  @Override
  public Expression value(List<Attribute> guards, int part) {
    return new GetStructField(guards.get(0), part, scala.Option.empty());
  }

  @Override
  public Expression failed(List<Attribute> guards) {
    return new IsNull(guards.get(0));
  }

  @Override
  public Expression failedAlso(Attribute before, List<Attribute> guards) {
    return new Or(before, failed(guards));
  }
}

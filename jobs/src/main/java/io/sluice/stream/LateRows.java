// SPDX-License-Identifier: Apache-2.0
package io.sluice.stream;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.LessThanOrEqual;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.DeduplicateWithinWatermark;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.runtime.AbstractPartialFunction;

/**
 * Number of rows that a grouping query drops because they come after the watermark has passed.
 * Spark counts what is left of them once each task has added up its own: several rows of a group as
 * one.
 */
final class LateRows {
  /** Position of a window's end. */
  private static final int END = 1;

  private LateRows() {}

  /**
   * Counts them among a micro-batch's rows.
   *
   * @return empty where the query doesn't group what it reads, row by row: then Spark counts rows
   */
  static OptionalLong dropped(IncrementalExecution execution) {
    List<Aggregate> groups = new ArrayList<>();
    collect(execution.optimizedPlan(), groups);
    if (groups.size() != 1 || isStateful(groups.get(0).child())) {
      return OptionalLong.empty();
    }
    long passed =
        execution.prevOffsetSeqMetadata().isEmpty()
            ? 0
            : execution.prevOffsetSeqMetadata().get().batchWatermarkMs();
    if (passed == 0 || execution.outputMode().equals(OutputMode.Complete())) {
      return OptionalLong.of(0);
    }
    for (Expression key : seqAsJavaList(groups.get(0).groupingExpressions())) {
      if (key instanceof Attribute column
          && column.metadata().contains(EventTimeWatermark.delayKey())) {
        LogicalPlan rows = groups.get(0).child().transformUp(new AtOnce());
        return OptionalLong.of(
            Dataset.ofRows(execution.sparkSession(), new Filter(isPassed(column, passed), rows))
                .count());
      }
    }
    return OptionalLong.of(0);
  }

  private static Expression isPassed(Attribute key, long millis) {
    Expression time =
        key.dataType() instanceof StructType ? new GetStructField(key, END, Option.empty()) : key;
    return new LessThanOrEqual(
        time, Literal.create(TimeUnit.MILLISECONDS.toMicros(millis), DataTypes.TimestampType));
  }

  private static void collect(LogicalPlan plan, List<Aggregate> groups) {
    if (plan instanceof Aggregate aggregate && aggregate.isStreaming()) {
      groups.add(aggregate);
    }
    seqAsJavaList(plan.children()).forEach(child -> collect(child, groups));
  }

  private static boolean isStateful(LogicalPlan plan) {
    boolean itself =
        plan instanceof Deduplicate
            || plan instanceof DeduplicateWithinWatermark
            || (plan instanceof Join join
                && join.left().isStreaming()
                && join.right().isStreaming());
    return plan.isStreaming()
        && (itself || seqAsJavaList(plan.children()).stream().anyMatch(LateRows::isStateful));
  }

  /** The rows of a micro-batch as any others: without a stream and its watermark. */
  private static final class AtOnce extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return plan instanceof EventTimeWatermark
          || plan instanceof LogicalRelation
          || plan instanceof LocalRelation;
    }

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
      if (plan instanceof LogicalRelation relation) {
        return relation.copy(
            relation.relation(), relation.output(), relation.catalogTable(), false /* streams */);
      }
      return plan instanceof LocalRelation none
          ? none.copy(none.output(), none.data(), false /* streams */)
          : ((EventTimeWatermark) plan).child();
    }
  }
}

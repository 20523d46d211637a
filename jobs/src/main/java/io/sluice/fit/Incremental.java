// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Findings;
import io.sluice.pipeline.OutputColumns;
import io.sluice.pipeline.PipelineDraft;
import io.sluice.refine.RowWise;
import io.sluice.text.Suggestions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What an aggregation that is kept up to date incrementally must and must not have. */
record Incremental(
    Aggregation aggregation, PipelineDraft draft, FitRelations relations, Findings findings) {

  void check(ResolvedQuery query) {
    switch (aggregation.materialized()) {
      case FULL -> {}
      case INCREMENTAL_BY_DATE -> {
        query.columns().ifPresent(this::checkDate);
        if (query.known().stream().anyMatch(this::isDate)) {
          query.plan().ifPresent(this::checkShift);
          query.plan().ifPresent(this::checkReference);
        }
      }
      case STREAM ->
          // Of a query that is wrong anyway there is a finding already.
          query
              .plan()
              .flatMap(plan -> draft.table())
              .flatMap(table -> relations.stream(aggregation, table, findings))
              .ifPresent(StreamFit::check);
      case DISTINCT_KEYS -> query.plan().map(this::moreThanKeys).ifPresent(this::refuseKeys);
    }
  }

  private void checkDate(StructType columns) {
    draft.eventDate().ifPresent(date -> checkDate(date, columns));
  }

  private void checkDate(String date, StructType columns) {
    OutputColumns written = OutputColumns.of(aggregation.sql().plan());
    Optional<String> found =
        Set.of(columns.fieldNames()).contains(date) ? Optional.of(date) : Optional.empty();
    if (found.isEmpty()) {
      String name = aggregation.sql().name();
      String near = Suggestions.didYouMean(date, List.of(columns.fieldNames()));
      findings.add(
          name,
          written.place(columns.length() > 0 ? columns.fieldNames()[0] : ""),
          "found incremental_by_date without the event date '%s' among its columns%s; allowed: a query that selects %s, or '-- materialized: full'"
              .formatted(date, near.replace("did you mean", "is it"), date));
      return;
    }
    StructField field = columns.apply(date);
    boolean isKnown = !(field.dataType() instanceof NullType);
    if (isKnown && !(field.dataType() instanceof DateType)) {
      findings.add(
          aggregation.sql().name(),
          written.place(date),
          "found the event date '%s' of type %s; allowed: DATE, as %s has it"
              .formatted(date, field.dataType().sql(), draft.table().orElse("the table")));
    }
  }

  private boolean isDate(StructField field) {
    return field.dataType() instanceof DateType
        && draft.eventDate().filter(field.name()::equals).isPresent();
  }

  /** Of dates on which nothing landed no run makes rows, and the full query would. */
  private void checkReference(LogicalPlan plan) {
    draft
        .eventDate()
        .flatMap(date -> DateColumn.of(plan, date).copied())
        .flatMap(column -> RowWise.referenceOf(RowWise.inlined(plan), column, draft.references()))
        .ifPresent(
            reference ->
                findings.add(
                    aggregation.sql().name(),
                    OutputColumns.of(aggregation.sql().plan()).place(draft.eventDate().get()),
                    "found the event date of the reference %s, which has dates on which nothing landed; allowed: %s of %s, or '-- materialized: full'"
                        .formatted(
                            reference.name(),
                            draft.eventDate().get(),
                            draft.table().orElse("the table"))));
  }

  private void checkShift(LogicalPlan plan) {
    draft
        .eventDate()
        .ifPresent(
            date ->
                DateColumn.of(plan, date)
                    .shifted()
                    .ifPresent(
                        made ->
                            findings.add(
                                aggregation.sql().name(),
                                OutputColumns.of(aggregation.sql().plan()).place(date),
                                "found the event date '%s' as %s, which is another date; allowed: %s as it is read, or '-- materialized: full'"
                                    .formatted(date, made.sql(), date))));
  }

  private void refuseKeys(Optional<Origin> more) {
    more.ifPresent(
        place ->
            findings.add(
                aggregation.sql().name(),
                place,
                "found more than columns of %s, which distinct_keys can't keep; allowed: select distinct, without windows, limits, subqueries and aggregate functions, or '-- materialized: full'"
                    .formatted(String.join(", ", aggregation.reads()))));
  }

  /** The first part of a plan whose result for two sets of rows isn't that of each of them. */
  private Optional<Origin> moreThanKeys(LogicalPlan plan) {
    if (plan instanceof Window || plan instanceof GlobalLimit || plan instanceof Offset) {
      return Optional.of(plan.origin());
    }
    for (Expression expression : seqAsJavaList(plan.expressions())) {
      if (!isOfOneRow(expression)) {
        return Optional.of(
            expression instanceof NamedExpression named
                ? OutputColumns.of(aggregation.sql().plan())
                    .place(named.name())
                    .orElse(expression.origin())
                : expression.origin());
      }
    }
    return seqAsJavaList(plan.children()).stream()
        .map(this::moreThanKeys)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isOfOneRow(Expression expression) {
    return !(expression instanceof AggregateExpression)
        && !(expression instanceof SubqueryExpression)
        && expression.deterministic()
        && seqAsJavaList(expression.children()).stream().allMatch(Incremental::isOfOneRow);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.Reference;
import io.sluice.pipeline.SqlFile;
import io.sluice.spark.Queries;
import io.sluice.spark.SqlErrorText;
import io.sluice.spark.SqlErrors;
import io.sluice.spark.TemporaryViews;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExpressions$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.StructType;

/**
 * A query that turns each row of {@code source} into rows of its own, with columns carried past it
 * that it doesn't know of: where a row came from. What is not {@link RowWise} is refused.
 */
final class RowWiseQuery {
  private static final String SOURCE = "source";

  private final SqlFile file;
  private final LogicalPlan plan;
  private final Set<String> personal;
  private final ReferenceJoins joins;
  private final boolean oneToOne;

  private RowWiseQuery(SqlFile file, LogicalPlan plan, Set<String> personal, ReferenceJoins joins) {
    this.file = file;
    this.plan = plan;
    this.personal = personal;
    this.joins = joins;
    RowWise shape = RowWise.of(plan, joins.references());
    if (!shape.refusals().isEmpty()) {
      throw file.refused(shape.refusals().get(0).why());
    }
    this.oneToOne = shape.isOneToOne();
    checkConstants(ReplaceExpressions$.MODULE$.apply(plan));
  }

  /**
   * @param source what the query sees as {@code source}
   * @param personal columns of it whose values must not show
   */
  static RowWiseQuery of(SqlFile file, Dataset<Row> source, Set<String> personal) {
    return of(file, source, personal, List.of(), Lookups.NONE);
  }

  /**
   * @param references that the query may join
   * @param lookups the rows of those that it does join
   */
  static RowWiseQuery of(
      SqlFile file,
      Dataset<Row> source,
      Set<String> personal,
      List<Reference> references,
      Lookups lookups) {
    try (TemporaryViews views = new TemporaryViews(source.sparkSession())) {
      views.add(SOURCE, source);
      lookups.rows().forEach(views::add);
      LogicalPlan analyzed = Queries.of(source.sparkSession(), file).queryExecution().analyzed();
      return new RowWiseQuery(
          file, RowWise.inlined(analyzed), personal, new ReferenceJoins(references));
    }
  }

  /** The joins from which the query selects; empty where it selects from the source alone. */
  Optional<RowWiseQuery> joined() {
    LogicalPlan from = plan.children().head();
    return RowWise.isSource(from)
        ? Optional.empty()
        : Optional.of(new RowWiseQuery(file, from, personal, joins));
  }

  /** What each of the query's own columns is made of. */
  Map<String, ColumnOrigins.Origins> origins() {
    ColumnOrigins origins = new ColumnOrigins(plan, joins, personal);
    Map<String, ColumnOrigins.Origins> byName = new HashMap<>();
    seqAsJavaList(plan.output()).forEach(column -> byName.put(column.name(), origins.of(column)));
    return byName;
  }

  /** True where each row gives exactly one row. */
  boolean isOneToOne() {
    return oneToOne;
  }

  /** The source column that a column of the query is a plain copy of, if it is one. */
  Optional<String> sourceColumn(String column) {
    LogicalPlan node = plan;
    Optional<Attribute> attribute =
        seqAsJavaList(plan.output()).stream()
            .filter(output -> output.name().equalsIgnoreCase(column))
            .findFirst();
    while (attribute.isPresent() && !RowWise.isSource(node)) {
      Attribute wanted = attribute.get();
      LogicalPlan child = node.children().head();
      if (node instanceof Project project) {
        attribute =
            seqAsJavaList(project.projectList()).stream()
                .filter(expression -> expression.exprId().equals(wanted.exprId()))
                .findFirst()
                .map(expression -> expression instanceof Alias alias ? alias.child() : expression)
                .filter(Attribute.class::isInstance)
                .map(Attribute.class::cast);
      } else {
        attribute =
            seqAsJavaList(child.output()).stream()
                .filter(output -> output.exprId().equals(wanted.exprId()))
                .findFirst();
      }
      node = child;
    }
    return attribute.map(Attribute::name);
  }

  /**
   * The query's rows over other input, with all that input's further columns beside them, and what
   * failed for a row.
   *
   * @param input has the columns of {@code source}, and others to carry
   * @param keepEmpty whether a row that explodes to nothing stays, with nulls
   * @param guarding what becomes of a row for which an expression fails
   */
  Dataset<Row> over(Dataset<Row> input, boolean keepEmpty, Guarding guarding) {
    LogicalPlan analyzed = input.queryExecution().analyzed();
    GuardedPlan guarded =
        new GuardedPlan(analyzed, joins, keepEmpty, guarding, file.name(), personal);
    return Dataset.ofRows(input.sparkSession(), guarded.of(plan));
  }

  /** The query's own columns. */
  StructType schema() {
    return plan.schema();
  }

  /** What fails without looking at a row would fail for all of them. */
  private void checkConstants(LogicalPlan node) {
    if (RowWise.isSource(node) || joins.reference(node).isPresent()) {
      return;
    }
    for (Expression expression : seqAsJavaList(node.expressions())) {
      for (Expression constant : Fallible.constants(expression)) {
        try {
          Objects.requireNonNullElse(constant.eval(InternalRow.empty()), "");
        } catch (Exception e) { // an expression may throw anything
          String place = SqlErrors.place(file.name(), constant.origin());
          String name = SqlErrors.words(constant);
          String why = new SqlErrorText(file.name(), place, name, /* hidden */ false).of(e);
          throw file.refused(why + "; so it does for every record").causedBy(e);
        }
      }
    }
    seqAsJavaList(node.children()).forEach(this::checkConstants);
  }
}

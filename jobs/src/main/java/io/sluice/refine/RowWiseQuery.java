// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static io.sluice.spark.ScalaSeq.seq;
import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.SqlFile;
import io.sluice.spark.Queries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.TreePattern;

/**
 * A query that turns each row of {@code source} into rows of its own, with columns carried past it
 * that it doesn't know of: where a row came from. Whatever could make a row vanish, merge rows or
 * give another result tomorrow is refused on the analysed plan.
 */
final class RowWiseQuery {
  private static final String SOURCE = "source";

  private final SqlFile file;
  private final LogicalPlan plan;
  private final boolean oneToOne;

  private RowWiseQuery(SqlFile file, LogicalPlan plan) {
    this.file = file;
    this.plan = plan;
    this.oneToOne = check(plan);
  }

  /**
   * @param source what the query sees as {@code source}
   */
  static RowWiseQuery of(SqlFile file, Dataset<Row> source) {
    source.createOrReplaceTempView(SOURCE);
    try {
      LogicalPlan analyzed = Queries.of(source.sparkSession(), file).queryExecution().analyzed();
      return new RowWiseQuery(file, new InlineCTE(true /* always */).apply(analyzed));
    } finally {
      source.sparkSession().catalog().dropTempView(SOURCE);
    }
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
    while (attribute.isPresent() && !isSource(node)) {
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
   * The query's rows over other input, with all that input's further columns beside them.
   *
   * @param input has the columns of {@code source}, and others to carry
   * @param keepEmpty whether a row that explodes to nothing stays, with nulls
   */
  Dataset<Row> over(Dataset<Row> input, boolean keepEmpty) {
    LogicalPlan analyzed = input.queryExecution().analyzed();
    Carrier carrier = new Carrier(analyzed, keepEmpty, new ArrayList<>());
    return Dataset.ofRows(input.sparkSession(), carrier.carry(plan));
  }

  /** Fails on what is not row-wise; returns whether the plan is one to one. */
  private boolean check(LogicalPlan node) {
    if (isSource(node)) {
      return true;
    }
    boolean supported =
        node instanceof Project || node instanceof SubqueryAlias || node instanceof Generate;
    if (!supported) {
      throw file.refused(
          node.children().isEmpty()
              ? "it must select from source and nothing else"
              : "it uses "
                  + node.nodeName().toLowerCase(Locale.ROOT)
                  + "; filtering is a rule's work, so that it leaves a trace, and rows are neither merged nor counted here");
    }
    for (Expression expression : seqAsJavaList(node.expressions())) {
      if (!expression.deterministic() || expression.containsPattern(TreePattern.CURRENT_LIKE())) {
        throw file.refused(
            "%s gives another result each time; the only clock is source._landed_at"
                .formatted(expression.sql()));
      }
      if (SubqueryExpression.hasSubquery(expression)) {
        throw file.refused("a subquery looks at other rows");
      }
    }
    boolean below = check(node.children().head());
    return below && !(node instanceof Generate);
  }

  private static boolean isSource(LogicalPlan node) {
    return node instanceof SubqueryAlias alias
        && alias.alias().equals(SOURCE)
        && alias.child() instanceof View;
  }

  /** Puts other input under the plan and its further columns into every projection above it. */
  private record Carrier(LogicalPlan input, boolean keepEmpty, List<NamedExpression> carried) {

    LogicalPlan carry(LogicalPlan node) {
      if (isSource(node)) {
        return bind(node);
      }
      LogicalPlan child = carry(node.children().head());
      if (node instanceof Project project) {
        List<NamedExpression> list = new ArrayList<>(seqAsJavaList(project.projectList()));
        list.addAll(carried);
        return new Project(seq(list), child);
      }
      if (node instanceof Generate generate) {
        return new Generate(
            generate.generator(),
            generate.unrequiredChildIndex(),
            keepEmpty || generate.outer(),
            generate.qualifier(),
            generate.generatorOutput(),
            child);
      }
      return node.withNewChildren(seq(List.of(child)));
    }

    /** The input's columns under the identities that the plan above refers to. */
    private LogicalPlan bind(LogicalPlan source) {
      List<NamedExpression> list = new ArrayList<>();
      List<Attribute> wanted = seqAsJavaList(source.output());
      for (Attribute given : seqAsJavaList(input.output())) {
        Attribute twin =
            wanted.stream()
                .filter(attribute -> attribute.name().equals(given.name()))
                .findFirst()
                .orElse(null);
        if (twin == null) {
          list.add(given);
          carried.add(given);
        } else {
          list.add(
              new Alias(
                  given,
                  given.name(),
                  twin.exprId(),
                  twin.qualifier(),
                  scala.Option.empty(),
                  seq(List.<String>of())));
        }
      }
      return new Project(seq(list), input);
    }
  }
}

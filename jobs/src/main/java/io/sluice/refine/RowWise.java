// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.trees.TreePattern;

/**
 * Shape of an analysed query over {@code source}: what could make a row vanish, merge rows or give
 * another result tomorrow is refused.
 *
 * @param refusals what is wrong, from the outside in; empty where each row gives rows of its own
 * @param isOneToOne whether each row gives exactly one row
 */
public record RowWise(List<Refusal> refusals, boolean isOneToOne) {
  private static final String SOURCE = "source";

  /** One thing that isn't row-wise, and where it is. */
  public record Refusal(Origin place, String why) {}

  public RowWise {
    refusals = List.copyOf(refusals);
  }

  /**
   * Shape of a plan that {@link #inlined} has made plain.
   *
   * @param references that it may join
   */
  public static RowWise of(LogicalPlan plan, List<Reference> references) {
    List<Refusal> refusals = new ArrayList<>();
    boolean oneToOne = check(plan, new ReferenceJoins(references), refusals);
    return new RowWise(refusals, oneToOne);
  }

  /** The references that a column of a row-wise plan depends on. */
  public static Set<Reference> deciding(
      LogicalPlan plan, String column, List<Reference> references) {
    ColumnOrigins origins = new ColumnOrigins(plan, new ReferenceJoins(references), Set.of());
    Set<Reference> deciding = new HashSet<>();
    seqAsJavaList(plan.output()).stream()
        .filter(output -> output.name().equalsIgnoreCase(column))
        .forEach(output -> deciding.addAll(origins.of(output).references()));
    return deciding;
  }

  /** The reference that has a column, if one of those that a plan reads has. */
  public static Optional<Reference> referenceOf(
      LogicalPlan plan, Attribute column, List<Reference> references) {
    Optional<Reference> reference = new ReferenceJoins(references).reference(plan);
    if (reference.isPresent()) {
      return reference.filter(found -> plan.outputSet().contains(column));
    }
    return seqAsJavaList(plan.children()).stream()
        .map(child -> referenceOf(child, column, references))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The plan with its common table expressions where they are used. */
  public static LogicalPlan inlined(LogicalPlan analyzed) {
    return new InlineCTE(true /* always */).apply(analyzed);
  }

  static boolean isSource(LogicalPlan node) {
    return node instanceof SubqueryAlias alias
        && alias.alias().equals(SOURCE)
        && alias.child() instanceof View;
  }

  private static boolean check(LogicalPlan node, ReferenceJoins joins, List<Refusal> refusals) {
    if (isSource(node)) {
      return true;
    }
    Optional<Reference> reference = joins.reference(node);
    if (reference.isPresent()) {
      refusals.add(new Refusal(node.origin(), ReferenceJoins.stands(reference.get())));
      return false;
    }
    boolean supported =
        node instanceof Project || node instanceof SubqueryAlias || node instanceof Generate;
    if (node instanceof Join join && !joins.references().isEmpty()) {
      Optional<String> refusal = joins.refusal(join);
      refusal.ifPresent(why -> refusals.add(new Refusal(join.origin(), why)));
      if (refusal.isPresent()) {
        return false; // what is below it is no better than what it says
      }
      supported = true;
    }
    if (!supported) {
      refusals.add(
          new Refusal(
              node.origin(),
              node.children().isEmpty()
                  ? "it must select from source and nothing else"
                  : "it uses "
                      + node.nodeName().toLowerCase(Locale.ROOT)
                      + "; filtering is a rule's work, so that it leaves a trace, and rows are neither merged nor counted here"));
    }
    for (Expression expression : seqAsJavaList(node.expressions())) {
      if (!expression.deterministic() || expression.containsPattern(TreePattern.CURRENT_LIKE())) {
        refusals.add(
            new Refusal(
                expression.origin(),
                "%s gives another result each time; the only clock is source._landed_at"
                    .formatted(expression.sql())));
      }
      if (SubqueryExpression.hasSubquery(expression)) {
        refusals.add(new Refusal(expression.origin(), "a subquery looks at other rows"));
      }
    }
    if (node.children().isEmpty()) {
      return false;
    }
    boolean below = check(node.children().head(), joins, refusals);
    return below && supported && !(node instanceof Generate);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.refine;

import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.Reference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;

/**
 * What the columns of a row-wise plan are made of. A column of a reference is made of the values by
 * which its row is found, too.
 */
final class ColumnOrigins {
  /**
   * Origins of one column, or of several.
   *
   * @param source columns of the source
   * @param references that it depends on
   * @param isPersonal whether a personal column of either is among them
   */
  record Origins(Set<String> source, Set<Reference> references, boolean isPersonal) {
    private Origins and(Origins other) {
      Set<String> columns = new TreeSet<>(source);
      columns.addAll(other.source);
      Set<Reference> both = new HashSet<>(references);
      both.addAll(other.references);
      return new Origins(columns, both, isPersonal || other.isPersonal);
    }
  }

  private static final Origins NONE = new Origins(Set.of(), Set.of(), false);

  private final ReferenceJoins joins;
  private final Set<String> personal;
  private final Map<ExprId, Origins> origins = new HashMap<>();

  /**
   * @param plan that is row-wise
   * @param personal columns of the source
   */
  ColumnOrigins(LogicalPlan plan, ReferenceJoins joins, Set<String> personal) {
    this.joins = joins;
    this.personal = personal;
    read(plan);
  }

  /** Origins of what an expression over the plan's output is made of. */
  Origins of(Expression expression) {
    Origins all = NONE;
    for (Attribute column : seqAsJavaList(expression.references().toSeq())) {
      all = all.and(origins.getOrDefault(column.exprId(), NONE));
    }
    return all;
  }

  private void read(LogicalPlan node) {
    if (RowWise.isSource(node)) {
      for (Attribute column : seqAsJavaList(node.output())) {
        boolean isPersonal = personal.contains(column.name());
        origins.put(column.exprId(), new Origins(Set.of(column.name()), Set.of(), isPersonal));
      }
      return;
    }
    if (node instanceof Join join && joins.refusal(join).isEmpty()) {
      read(join.left());
      readReference(join);
      return;
    }
    seqAsJavaList(node.children()).forEach(this::read);
    if (node instanceof Project project) {
      seqAsJavaList(project.projectList()).stream()
          .filter(Alias.class::isInstance)
          .forEach(item -> origins.put(item.exprId(), of(((Alias) item).child())));
    } else if (node instanceof Generate generate) {
      Origins made = of((Expression) generate.generator());
      seqAsJavaList(generate.generatorOutput())
          .forEach(column -> origins.put(column.exprId(), made));
    }
  }

  private void readReference(Join join) {
    Reference reference = joins.reference(join.right()).orElseThrow();
    Origins found = new Origins(Set.of(), Set.of(reference), false);
    for (ReferenceJoins.Lookup lookup : joins.lookups(join)) {
      found = found.and(of(lookup.value()));
    }
    List<Attribute> columns = seqAsJavaList(join.right().output());
    for (Attribute column : columns) {
      boolean isPersonal = reference.personal().contains(column.name());
      origins.put(
          column.exprId(),
          new Origins(found.source(), found.references(), found.isPersonal() || isPersonal));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.fit;

import static scala.collection.JavaConverters.mapAsJavaMap;
import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.Findings;
import io.sluice.spark.AnalysisMessages;
import io.sluice.text.Escaped;
import io.sluice.text.Suggestions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * What the analyzer could not resolve in a plan: all of it, where Spark itself tells of one thing
 * at a time.
 *
 * @param columnsOnly whether types are in doubt, because something that the query reads is wrong
 */
record UnresolvedParts(String file, boolean columnsOnly, Findings findings) {

  void tell(LogicalPlan plan) {
    visit(plan, Set.of());
  }

  /**
   * @param outer names that a subquery sees of the query around it
   */
  private void visit(LogicalPlan plan, Set<String> outer) {
    Set<String> known = new LinkedHashSet<>();
    boolean all = addNames(plan, 0, known);
    List<String> columns = List.copyOf(known);
    addAliases(plan, known);
    known.addAll(outer);
    for (Expression expression : expressions(plan)) {
      visit(expression, known, all, columns);
    }
    List<LogicalPlan> below = new ArrayList<>(seqAsJavaList(plan.children()));
    seqAsJavaList(plan.innerChildren()).stream()
        .filter(LogicalPlan.class::isInstance)
        .map(LogicalPlan.class::cast)
        .filter(inner -> !below.contains(inner))
        .forEach(below::add);
    below.forEach(child -> visit(child, outer));
  }

  private void visit(Expression expression, Set<String> known, boolean all, List<String> columns) {
    if (expression instanceof UnresolvedAttribute column) {
      List<String> parts = seqAsJavaList(column.nameParts());
      if (all && parts.stream().noneMatch(part -> known.contains(key(part)))) {
        refuse(column.origin(), String.join(".", parts), columns);
      } else if (all
          && parts.size() == 2
          && !known.contains(key(parts.get(1)))
          && columns.stream().noneMatch(name -> name.equals(key(parts.get(0))))) {
        refuse(column.origin(), String.join(".", parts), columns);
      }
      return;
    }
    if (expression instanceof SubqueryExpression subquery && !subquery.resolved()) {
      visit(subquery.plan(), known);
    }
    seqAsJavaList(expression.children()).forEach(child -> visit(child, known, all, columns));
    if (!columnsOnly && expression.childrenResolved()) {
      tellMismatch(expression);
    }
  }

  private void refuse(Origin place, String name, List<String> columns) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    findings.add(
        file,
        place,
        "found the column %s%s; allowed: %s"
            .formatted(
                Escaped.quoted(name),
                Suggestions.didYouMean(last, columns),
                columns.isEmpty() ? "no columns here" : Suggestions.first(last, columns)));
  }

  private void tellMismatch(Expression expression) {
    if (expression.checkInputDataTypes() instanceof TypeCheckResult.DataTypeMismatch mismatch) {
      Map<String, String> parameters = new HashMap<>(mapAsJavaMap(mismatch.messageParameters()));
      parameters.put("sqlExpr", "\"" + expression.sql() + "\"");
      findings.add(
          file,
          expression.origin(),
          AnalysisMessages.finding(
              new AnalysisException(
                  "DATATYPE_MISMATCH." + mismatch.errorSubClass(),
                  AnalysisMessages.parameters(parameters))));
    }
  }

  /**
   * Adds the names of columns, in lower case, that expressions of a node can use.
   *
   * @return whether they are all that there are
   */
  private static boolean addNames(LogicalPlan plan, int depth, Set<String> names) {
    boolean all = true;
    for (LogicalPlan child : seqAsJavaList(plan.children())) {
      // What a name of WITH stands for has no columns until all of it is resolved.
      all &= !(child instanceof CTERelationRef) || child.resolved();
      try {
        for (Attribute column : seqAsJavaList(child.output())) {
          names.add(key(column.name()));
        }
      } catch (Exception e) { // Spark's are not declared to Java
        all = false; // a star over what isn't known, for one
      }
      // Sorting and having may use what the select leaves out.
      if (depth == 0) {
        all &= addNames(child, 1, names);
      }
    }
    return all;
  }

  /** A select may use its own names further on. */
  private static void addAliases(LogicalPlan plan, Set<String> names) {
    expressions(plan).stream()
        .filter(Alias.class::isInstance)
        .forEach(alias -> names.add(key(((Alias) alias).name())));
  }

  private static List<Expression> expressions(LogicalPlan plan) {
    return seqAsJavaList(plan.expressions());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}

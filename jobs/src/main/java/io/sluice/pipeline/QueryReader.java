// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.mapAsJavaMap;
import static scala.collection.JavaConverters.seqAsJavaList;

import io.sluice.pipeline.Query.Mention;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.ExpressionWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;
import org.apache.spark.sql.catalyst.trees.Origin;
import scala.Tuple2;
import scala.collection.Seq;

/** Walks through a parsed plan, subqueries included, and notes what it mentions. */
final class QueryReader {
  private final List<Mention> relations = new ArrayList<>();
  private final List<Mention> functions = new ArrayList<>();
  private final List<Mention> parameters = new ArrayList<>();
  private final List<Mention> programs = new ArrayList<>();

  Query read(LogicalPlan plan) {
    readPlan(plan, Set.of());
    return new Query(plan, relations, functions, parameters, programs);
  }

  /**
   * @param defined the common table expressions that can be seen from here, in lower case
   */
  private void readPlan(LogicalPlan plan, Set<String> defined) {
    if (plan instanceof UnresolvedWith with) {
      readWith(with, defined);
      return;
    }
    if (plan instanceof UnresolvedRelation relation) {
      String name = name(relation.multipartIdentifier());
      if (!defined.contains(name)) {
        relations.add(new Mention(name, relation.origin()));
      }
    } else if (plan instanceof UnresolvedTableValuedFunction function) {
      functions.add(new Mention(lastName(function.name()), function.origin()));
    } else if (plan instanceof ScriptTransformation script) {
      programs.add(new Mention("transform", script.origin()));
    } else if (plan instanceof PlanWithUnresolvedIdentifier identifier) {
      programs.add(new Mention("identifier", identifier.identifierExpr().origin()));
    } else if (plan instanceof WithWindowDefinition windows) {
      mapAsJavaMap(windows.windowDefinitions())
          .values()
          .forEach(window -> readExpression(window, defined));
    }
    seqAsJavaList(plan.expressions()).forEach(expression -> readExpression(expression, defined));
    seqAsJavaList(plan.children()).forEach(child -> readPlan(child, defined));
  }

  /** Each definition sees those before it, so that one may hide a relation that it reads itself. */
  private void readWith(UnresolvedWith with, Set<String> defined) {
    Set<String> visible = new HashSet<>(defined);
    for (Tuple2<String, SubqueryAlias> definition : seqAsJavaList(with.cteRelations())) {
      readPlan(definition._2(), visible);
      visible.add(definition._1().toLowerCase(Locale.ROOT));
    }
    readPlan(with.child(), visible);
  }

  private void readExpression(Expression expression, Set<String> defined) {
    Origin place = expression.origin();
    if (expression instanceof UnresolvedFunction function) {
      functions.add(new Mention(lastName(function.nameParts()), place));
    } else if (expression instanceof NamedParameter parameter) {
      parameters.add(new Mention(parameter.name(), place));
    } else if (expression instanceof ExpressionWithUnresolvedIdentifier) {
      programs.add(new Mention("identifier", place));
    } else if (expression instanceof SubqueryExpression subquery) {
      readPlan(subquery.plan(), defined);
    }
    seqAsJavaList(expression.children()).forEach(child -> readExpression(child, defined));
  }

  private static String name(Seq<String> parts) {
    return String.join(".", seqAsJavaList(parts)).toLowerCase(Locale.ROOT);
  }

  private static String lastName(Seq<String> parts) {
    return parts.last().toLowerCase(Locale.ROOT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * One rule of rules.sql. A record keeps it where the condition is true; false and null break it.
 *
 * @param condition not resolved yet; fit for {@code new Column(condition)} over {@code source}
 * @param place where rules.sql has it
 */
public record Rule(String name, Expression condition, Origin place) {
  private static final String SHAPE = "select <condition> as <rule>, … from source";

  /** The rules of a file that was read without a finding. */
  static List<Rule> of(SqlFile file) {
    Findings findings = new Findings();
    List<Rule> rules =
        Query.parse(file.name(), file.text(), file.macros(), findings)
            .map(query -> read(file.name(), query, findings))
            .orElse(List.of());
    if (findings.count() > 0) {
      throw new IllegalArgumentException(file.name() + " is not " + SHAPE);
    }
    return rules;
  }

  /** The rules; anything but a plain projection of named conditions becomes a finding. */
  static List<Rule> read(String file, Query query, Findings findings) {
    if (!(query.plan() instanceof Project project) || !isFrom(project.child())) {
      findings.add(
          file,
          "found more or less than a plain projection; allowed: "
              + SHAPE
              + " left join <reference> on <key>, …, without an alias for source, with, other joins,"
              + " where, group by, having, order by, limit, distinct and union");
      return List.of();
    }
    List<Rule> rules = new ArrayList<>();
    for (NamedExpression item : seqAsJavaList(project.projectList())) {
      read(file, (Expression) item, rules, findings);
    }
    return rules;
  }

  /** A relation by its name, or others joined to it. */
  private static boolean isFrom(LogicalPlan plan) {
    if (plan instanceof Join join) {
      LogicalPlan right =
          join.right() instanceof SubqueryAlias alias ? alias.child() : join.right();
      return isFrom(join.left())
          && right instanceof UnresolvedRelation relation
          && !relation.tableName().equalsIgnoreCase(Relations.SOURCE);
    }
    return plan instanceof UnresolvedRelation;
  }

  private static void read(String file, Expression item, List<Rule> rules, Findings findings) {
    if (!(item instanceof Alias alias)) {
      // Spark's alias around an expression without a name has the place of the whole select.
      Expression written = item instanceof UnresolvedAlias unnamed ? unnamed.child() : item;
      findings.add(file, written.origin(), "found a column without a name; allowed: " + SHAPE);
      return;
    }
    String name = alias.name();
    Consumer<String> refuse = finding -> findings.add(file, item.origin(), finding);
    if (!Relations.isName(name)) {
      refuse.accept("found the rule '%s'; allowed: %s".formatted(name, Relations.NAME_ALLOWED));
    } else if (rules.stream().anyMatch(rule -> rule.name().equals(name))) {
      refuse.accept("found the rule '%s' twice; allowed: every name once".formatted(name));
    } else if (hasSubquery(alias.child())) {
      refuse.accept(
          "found a subquery in the rule '%s'; allowed: conditions over one row".formatted(name));
    } else {
      rules.add(new Rule(name, alias.child(), item.origin()));
    }
  }

  private static boolean hasSubquery(Expression expression) {
    return expression instanceof SubqueryExpression
        || seqAsJavaList(expression.children()).stream().anyMatch(Rule::hasSubquery);
  }
}

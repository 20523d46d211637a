// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.mapAsJavaMap;
import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.analysis.ExpressionWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.analysis.PlanWithUnresolvedIdentifier;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;
import org.apache.spark.sql.catalyst.trees.Origin;
import scala.Tuple2;
import scala.collection.Seq;

/**
 * The text of one SQL file as a parsed query: nothing in it is resolved yet.
 *
 * @param relations what it reads, apart from its own common table expressions
 * @param functions what it calls
 * @param parameters the names that it wants bound, without their colon
 * @param programs where it would start a program or make a name from a text
 * @param written the functions and macros that the text itself calls; empty where there are no
 *     macros
 */
record Query(
    LogicalPlan plan,
    List<Mention> relations,
    List<Mention> functions,
    List<Mention> parameters,
    List<Mention> programs,
    List<Mention> written) {

  /** Spark would fill these in from its configuration and the environment. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");

  /**
   * The query, its macros expanded; empty where the text is something else, which becomes a
   * finding.
   */
  static Optional<Query> parse(String file, String text, Macros macros, Findings findings) {
    return parse(file, text, macros, SqlKind.ONE_QUERY, findings);
  }

  /**
   * The same.
   *
   * @param allowed what the text may be, for people
   */
  static Optional<Query> parse(
      String file, String text, Macros macros, String allowed, Findings findings) {
    Matcher variable = VARIABLE.matcher(text);
    if (variable.find()) {
      long line = 1 + text.substring(0, variable.start()).chars().filter(c -> c == '\n').count();
      int column = variable.start() - text.lastIndexOf('\n', variable.start());
      String found = "found " + Scalar.unquoted(variable.group()).shown();
      String plain = "; allowed: plain SQL, in which nothing is filled in";
      findings.add(file, line, column, found + plain);
      return Optional.empty();
    }
    return statement(file, text, findings)
        .filter(plan -> !hasStatement(plan) || isQuery(file, text, allowed, findings))
        .map(plan -> of(plan, macros.expanded(plan, file, findings)));
  }

  /** The functions and macros that a text calls itself; none where it can't be parsed. */
  static List<Mention> called(String text) {
    return SparkParser.plan(text, mistake -> {})
        .map(plan -> of(plan, List.of()).functions)
        .orElse(List.of());
  }

  /** A parsed plan and what it mentions, in its subqueries as well. */
  private static Query of(LogicalPlan written, LogicalPlan expanded) {
    Query query = of(expanded, List.of());
    return written == expanded ? query : of(expanded, of(written, List.of()).functions);
  }

  private static Query of(LogicalPlan plan, List<Mention> called) {
    Query query =
        new Query(
            plan,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            called);
    query.readPlan(plan, Set.of());
    return query;
  }

  private static Optional<LogicalPlan> statement(String file, String text, Findings findings) {
    return SparkParser.plan(
        text,
        mistake ->
            findings.add(
                file, mistake.place(), mistake.message() + "; allowed: one query of Spark SQL"));
  }

  /**
   * Returns whether a part of it is no query. It saves a second look at the text, and knows no
   * place.
   */
  private static boolean hasStatement(LogicalPlan plan) {
    return plan instanceof Command
        || plan instanceof ParsedStatement
        || plan instanceof InsertIntoDir
        || seqAsJavaList(plan.children()).stream().anyMatch(Query::hasStatement);
  }

  /**
   * Returns whether a text that is one statement is a query: this parser stops at the end of the
   * first.
   */
  private static boolean isQuery(String file, String text, String allowed, Findings findings) {
    String found = "found a statement that is not a query; allowed: " + allowed;
    return SparkParser.parse(
            parser -> parser.parseQuery(text),
            mistake -> findings.add(file, mistake.place(), found))
        .isPresent();
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
    } else if (expression instanceof UnresolvedGenerator generator) {
      functions.add(new Mention(generator.name().funcName().toLowerCase(Locale.ROOT), place));
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

// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import static scala.collection.JavaConverters.seqAsJavaList;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * The text of one SQL file as a parsed query: nothing in it is resolved yet.
 *
 * @param relations what it reads, apart from its own common table expressions
 * @param functions what it calls
 * @param parameters the names that it wants bound, without their colon
 * @param programs where it would start a program or make a name from a text
 */
record Query(
    LogicalPlan plan,
    List<Mention> relations,
    List<Mention> functions,
    List<Mention> parameters,
    List<Mention> programs) {

  /** A name, in lower case, and where it stands. */
  record Mention(String name, Origin place) {}

  /** Spark would fill these in from its configuration and the environment. */
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");

  /** The query; empty where the text is something else, which becomes a finding. */
  static Optional<Query> parse(String file, String text, Findings findings) {
    Matcher variable = VARIABLE.matcher(text);
    if (variable.find()) {
      long line = 1 + text.substring(0, variable.start()).chars().filter(c -> c == '\n').count();
      int column = variable.start() - text.lastIndexOf('\n', variable.start());
      findings.add(
          file,
          line,
          column,
          "found %s; allowed: plain SQL, in which nothing is filled in"
              .formatted(Scalar.unquoted(variable.group()).shown()));
      return Optional.empty();
    }
    return statement(file, text, findings)
        .filter(plan -> !hasStatement(plan) || isQuery(file, text, findings))
        .map(plan -> new QueryReader().read(plan));
  }

  private static Optional<LogicalPlan> statement(String file, String text, Findings findings) {
    return SparkParser.parse(
        parser -> parser.parsePlan(text),
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
  private static boolean isQuery(String file, String text, Findings findings) {
    return SparkParser.parse(
            parser -> parser.parseQuery(text),
            mistake ->
                findings.add(
                    file,
                    mistake.place(),
                    "found a statement that is not a query; allowed: one query"))
        .isPresent();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * One SQL file of a pipeline: a single query.
 *
 * @param name relative to the pipeline's folder, for messages, such as {@code
 *     aggregations/daily.sql}
 * @param text the whole text, header included
 * @param description from its directive, else empty
 * @param macros those that the query may call
 */
public record SqlFile(String name, String text, String description, Macros macros) {
  /** A file of a folder without macros. */
  public SqlFile(String name, String text, String description) {
    this(name, text, description, Macros.NONE);
  }

  /** The problem that the file can't be used, INVALID. */
  public Problem refused(String why) {
    return Problem.invalid("Cannot use %s: %s".formatted(name, why));
  }

  /** Returns whether the query calls macros. */
  public boolean callsMacros() {
    return !sharedMeaning().isEmpty();
  }

  /** The text as an author reads it, with the texts of macros instead of their calls. */
  public String expanded() {
    return query().map(query -> MacroText.expanded(macros, text, query.written())).orElse(text);
  }

  /**
   * The parsed query, its macros expanded; nothing in it is resolved.
   *
   * @throws IllegalArgumentException where the text is no query, which loading has refused
   */
  public LogicalPlan plan() {
    return macros.expanded(SparkParser.plan(text, this::fail).orElseThrow(), name, new Findings());
  }

  /** The same with columns of its own: a plan that is evaluated beside others needs them. */
  public LogicalPlan parsedAnew() {
    LogicalPlan written =
        SparkParser.parse(parser -> parser.parsePlan(text), this::fail).orElseThrow();
    return macros.expanded(written, name, new Findings());
  }

  private void fail(SparkParser.Mistake mistake) {
    throw new IllegalArgumentException(name + ": " + mistake.message());
  }

  /** The relations that the query reads, in lower case. */
  public Set<String> relations() {
    Set<String> names = new TreeSet<>();
    query().map(Query::relations).orElse(List.of()).forEach(relation -> names.add(relation.name()));
    return names;
  }

  /** The line of a directive, from 1; empty where there is none of that name. */
  public Optional<Integer> lineOf(String directive) {
    List<String> lines = text.lines().map(String::strip).toList();
    for (int i = 0; i < lines.size() && !isSql(lines.get(i)); i++) {
      if (lines.get(i).matches("--\\s*" + directive + ":.*")) {
        return Optional.of(i + 1);
      }
    }
    return Optional.empty();
  }

  private static boolean isSql(String line) {
    return !line.isEmpty() && !line.startsWith("--");
  }

  /** The functions that the query calls. */
  public List<Mention> functions() {
    return query().map(Query::functions).orElse(List.of());
  }

  /** The text without comments and layout, and the macros that it calls: what the query is. */
  public String meaning() {
    String shared = sharedMeaning();
    return SqlText.meaning(text) + (shared.isEmpty() ? "" : "\n" + shared);
  }

  /** What the query is by the macros that it calls; empty where it calls none. */
  String sharedMeaning() {
    return macros.isEmpty() ? "" : macros.meaning(Query.called(text));
  }

  private Optional<Query> query() {
    return Query.parse(name, text, macros, new Findings());
  }
}

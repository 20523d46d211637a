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
 */
public record SqlFile(String name, String text, String description) {

  /** The problem that the file can't be used, INVALID. */
  public Problem refused(String why) {
    return Problem.invalid("Cannot use %s: %s".formatted(name, why));
  }

  /**
   * The parsed query; nothing in it is resolved.
   *
   * @throws IllegalArgumentException where the text is no query, which loading has refused
   */
  public LogicalPlan plan() {
    return SparkParser.plan(
            text,
            mistake -> {
              throw new IllegalArgumentException(name + ": " + mistake.message());
            })
        .orElseThrow();
  }

  /** The relations that the query reads, in lower case. */
  public Set<String> relations() {
    Set<String> names = new TreeSet<>();
    Query.parse(name, text, new Findings())
        .map(Query::relations)
        .orElse(List.of())
        .forEach(relation -> names.add(relation.name()));
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
    return Query.parse(name, text, new Findings()).map(Query::functions).orElse(List.of());
  }

  /** The text without comments and layout: what the query depends on. */
  public String meaning() {
    return SqlText.meaning(text);
  }
}

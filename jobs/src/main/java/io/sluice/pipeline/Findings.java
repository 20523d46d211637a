// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.problem.Problem;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.catalyst.trees.SQLQueryContext;
import scala.Option;

/** Mistakes in a pipeline's folder, one line each, collected so that all show at once. */
public final class Findings {
  private final List<String> lines = new ArrayList<>();

  /** A finding about a file as a whole. */
  public void add(String file, String finding) {
    lines.add(file + ": " + finding);
  }

  /** A finding about one line of a file, counted from 1. */
  public void add(String file, long line, String finding) {
    add("%s, line %d".formatted(file, line), finding);
  }

  /** A finding about one place of a file; line and column count from 1. */
  public void add(String file, long line, int column, String finding) {
    add("%s, line %d, column %d".formatted(file, line, column), finding);
  }

  /** A finding about one place of a SQL file; a few expressions of Spark have none. */
  public void add(String file, Origin place, String finding) {
    add(SqlOrigin.of(file, place.context()), place.line(), place.startPosition(), finding);
  }

  /** What Spark's analyzer finds in a SQL file, at its place where that is known. */
  public void add(String file, AnalysisException wrong, String finding) {
    SqlOrigin origin =
        Arrays.stream(wrong.getQueryContext())
            .filter(SQLQueryContext.class::isInstance)
            .map(text -> SqlOrigin.of(file, (SQLQueryContext) text))
            .findFirst()
            .orElse(new SqlOrigin(file, ""));
    add(origin, wrong.line(), wrong.startPosition(), finding);
  }

  private void add(SqlOrigin origin, Option<Object> line, Option<Object> column, String finding) {
    if (line.isEmpty() || column.isEmpty()) {
      add(origin.file(), finding + origin.note());
    } else {
      // Spark counts columns from 0, people and editors from 1.
      int shown = (Integer) column.get() + 1;
      add(origin.file(), (Integer) line.get(), shown, finding + origin.note());
    }
  }

  /** A finding about one place of a SQL file, where the parser knows it. */
  public void add(String file, Optional<Origin> place, String finding) {
    place.ifPresentOrElse(known -> add(file, known, finding), () -> add(file, finding));
  }

  /** Each finding once, in the order in which they were found. */
  public List<String> lines() {
    return lines.stream().distinct().toList();
  }

  public int count() {
    return lines.size();
  }

  /**
   * @throws Problem INVALID that lists every finding, one a line, where there is any
   */
  public void throwIfAny(String pipeline, Path folder) {
    List<String> lines = lines();
    if (!lines.isEmpty()) {
      throw Problem.invalid(
          "Cannot load pipeline '%s': %s in %s; correct what is listed:\n  %s"
              .formatted(
                  pipeline,
                  Counted.of(lines.size(), "mistake"),
                  folder,
                  String.join("\n  ", lines)));
    }
  }
}

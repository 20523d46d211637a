// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.problem.Problem;
import io.sluice.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.trees.Origin;

/** Mistakes in a pipeline's folder, one line each, collected so that all show at once. */
final class Findings {
  private final List<String> lines = new ArrayList<>();

  void add(String file, String finding) {
    lines.add(file + ": " + finding);
  }

  /** A finding about one place of a SQL file; line and column count from 1. */
  void add(String file, long line, int column, String finding) {
    add("%s, line %d, column %d".formatted(file, line, column), finding);
  }

  /** A finding about one place of a SQL file; a few expressions of Spark have none. */
  void add(String file, Origin place, String finding) {
    if (place.line().isEmpty()) {
      add(file, finding);
    } else {
      // Spark counts columns from 0, people and editors from 1.
      int column = (Integer) place.startPosition().get() + 1;
      add(file, (Integer) place.line().get(), column, finding);
    }
  }

  /** A finding about one place of a SQL file, where the parser knows it. */
  void add(String file, Optional<Origin> place, String finding) {
    place.ifPresentOrElse(known -> add(file, known, finding), () -> add(file, finding));
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  int count() {
    return lines.size();
  }

  void throwIfAny(String pipeline, Path folder) {
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

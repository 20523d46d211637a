// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.Set;

/** The kinds of SQL files, with the directives and the parameters that each may have. */
enum SqlKind {
  RULES("description"),
  TRANSFORMATIONS("description"),
  GENERATE("description"),
  AGGREGATION("description", "materialized", "overlap", "watermark", "output-mode", "deduplicate"),
  CHECK("description", "severity", "stage"),
  TYPED;

  final List<String> directives;

  SqlKind(String... directives) {
    this.directives = List.of(directives);
  }

  /** Returns whether its columns become those of a table. */
  boolean isStored() {
    return this == TRANSFORMATIONS || this == AGGREGATION;
  }

  /** The names after a colon that are bound when the query runs. */
  Set<String> parameters() {
    return this == GENERATE ? Set.of("start") : Set.of();
  }
}

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

  static final String ONE_QUERY = "one query";

  final List<String> directives;

  SqlKind(String... directives) {
    this.directives = List.of(directives);
  }

  /** Returns whether its columns become those of a table. */
  boolean isStored() {
    return this == TRANSFORMATIONS || this == AGGREGATION;
  }

  /** What a text of this kind may be, for people. */
  String allowed() {
    return this == TYPED ? ONE_QUERY + ", describe RELATION or show tables" : ONE_QUERY;
  }

  /** The names after a colon that are bound when the query runs. */
  Set<String> parameters() {
    return this == GENERATE ? Set.of("start") : Set.of();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.Set;

/** The kinds of SQL files, with the directives and the parameters that each may have. */
enum SqlKind {
  RULES(List.of("description"), Set.of()),
  TRANSFORMATIONS(List.of("description"), Set.of()),
  GENERATE(List.of("description"), Set.of("start")),
  AGGREGATION(List.of("description", "materialized", "overlap", "watermark"), Set.of()),
  CHECK(List.of("description", "severity", "stage"), Set.of()),
  TYPED(List.of(), Set.of());

  private final List<String> directives;
  private final Set<String> parameters;

  SqlKind(List<String> directives, Set<String> parameters) {
    this.directives = directives;
    this.parameters = parameters;
  }

  List<String> directives() {
    return directives;
  }

  /** The names after a colon that are bound when the query runs. */
  Set<String> parameters() {
    return parameters;
  }
}

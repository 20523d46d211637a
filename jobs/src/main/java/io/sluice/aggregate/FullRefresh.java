// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.pipeline.Aggregation;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Aggregations that a person wants to have computed from everything that is published.
 *
 * @param wanted whether any
 * @param relation only this one and what is computed from it; empty for all
 */
public record FullRefresh(boolean wanted, Optional<String> relation) {
  public static final FullRefresh NONE = new FullRefresh(false, Optional.empty());
  public static final FullRefresh ALL = new FullRefresh(true, Optional.empty());

  public static FullRefresh of(String relation) {
    return new FullRefresh(true, Optional.of(relation));
  }

  /**
   * @throws Problem INVALID where the pipeline has no such aggregation
   */
  Set<String> relations(Pipeline pipeline) {
    Set<String> relations = new HashSet<>();
    if (!wanted) {
      return relations;
    }
    List<String> known = pipeline.aggregations().stream().map(Aggregation::relation).toList();
    if (relation.isPresent() && !known.contains(relation.get())) {
      throw Problem.invalid(
          "Cannot refresh %s: %s has no such aggregation; it has %s"
              .formatted(
                  relation.get(),
                  pipeline.name(),
                  known.isEmpty() ? "none" : String.join(", ", known)));
    }
    for (Aggregation each : pipeline.aggregations()) {
      // Those that it reads come first in the pipeline's order.
      if (relation.isEmpty()
          || relation.get().equals(each.relation())
          || each.reads().stream().anyMatch(relations::contains)) {
        relations.add(each.relation());
      }
    }
    return relations;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.doctor;

import io.sluice.pipeline.Pipeline;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Says how rows of a relation that can't be read any more are made again: dates and aggregations
 * can be computed, what else there is has to come from elsewhere.
 */
record LostRows(Pipeline pipeline, String relation) {
  /** Returns whether rows that are lost can be computed again: then the table needs no backup. */
  boolean areMadeAgain() {
    return relation.equals(pipeline.table()) || isAggregation();
  }

  boolean isAggregation() {
    return pipeline.aggregations().stream()
        .anyMatch(aggregation -> aggregation.relation().equals(relation));
  }

  /**
   * The command that makes them again, where there is one.
   *
   * @param partitions of the files that had them: the values of their partition columns
   */
  Optional<String> command(Collection<Map<String, String>> partitions) {
    if (isAggregation()) {
      return Optional.of(
          "./sluice aggregate --pipeline %s --full-refresh %s"
              .formatted(pipeline.name(), relation));
    }
    SortedSet<String> dates = new TreeSet<>();
    partitions.stream()
        .map(partition -> partition.get(pipeline.eventDate()))
        .filter(Objects::nonNull)
        .forEach(dates::add);
    return areMadeAgain() && !dates.isEmpty()
        ? Optional.of(
            "./sluice backfill --pipeline %s --from %s --to %s --reason …"
                .formatted(pipeline.name(), dates.first(), dates.last()))
        : Optional.empty();
  }
}

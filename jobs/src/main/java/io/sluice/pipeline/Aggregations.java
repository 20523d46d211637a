// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import io.sluice.pipeline.SqlReader.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes the aggregations from the files of their folder. */
record Aggregations(SqlReader sql, Findings findings, List<String> references) {
  private static final AllowedValue<Materialization> MATERIALIZED =
      AllowedValue.oneOf(Materialization.class);

  /**
   * The aggregations, each after those that it reads.
   *
   * @param files by relation
   * @param table the transformed table; empty where it isn't known, then relations go unchecked
   */
  List<Aggregation> read(SortedMap<String, Read> files, Optional<String> table) {
    files.forEach((relation, file) -> checkName(relation, file, table));
    table.ifPresent(
        known -> files.forEach((relation, file) -> check(relation, file, known, files)));
    SortedMap<String, Set<String>> dependencies = new TreeMap<>();
    files.forEach(
        (relation, file) ->
            dependencies.put(
                relation,
                file.relations().stream()
                    .filter(name -> files.containsKey(name) && !name.equals(relation))
                    .collect(Collectors.toSet())));
    DependencyOrder order = DependencyOrder.of(dependencies);
    if (!order.cycle().isEmpty()) {
      findings.add(
          files.get(order.cycle().get(0)).file().name(),
          "found a cycle: %s; allowed: aggregations that don't wait for each other"
              .formatted(String.join(" reads ", order.cycle())));
    }
    List<Aggregation> aggregations =
        order.names().stream().map(name -> aggregation(name, files.get(name))).toList();
    aggregations.forEach(each -> checkReads(each, aggregations, files.get(each.relation())));
    return aggregations;
  }

  /** An aggregation without dates says nothing about what a date's new rows change. */
  private void checkReads(Aggregation aggregation, List<Aggregation> all, Read file) {
    Materialization materialized = aggregation.materialized();
    references.stream()
        .filter(name -> aggregation.reads().contains(name) && !materialized.mayReadReferences())
        .findFirst()
        .ifPresent(
            name -> {
              String found = materialized.label() + ", which reads the reference " + name;
              file.directives().refuse("materialized", found, materialized.readable());
            });
    for (Aggregation other : all) {
      if (aggregation.reads().contains(other.relation())
          && !materialized.mayRead(other.materialized())) {
        String found = materialized.label() + ", which reads " + other.relation();
        file.directives().refuse("materialized", found, materialized.readable());
      }
    }
  }

  private Aggregation aggregation(String relation, Read file) {
    Directives directives = file.directives();
    Materialization materialized =
        directives.optional("materialized", MATERIALIZED).orElse(Materialization.FULL);
    for (String directive : Materialization.particular()) {
      if (directives.has(directive) && !materialized.takes(directive)) {
        String only = "only with materialized: " + Materialization.taking(directive);
        directives.refuse(directive, "the directive", only);
      }
    }
    return new Aggregation(
        relation,
        materialized,
        file.file(),
        file.relations(),
        directives.optional("overlap", AllowedValue.DURATION),
        streaming(directives));
  }

  private static Streaming streaming(Directives directives) {
    Streaming streaming =
        new Streaming(
            directives.optional("watermark", AllowedValue.WATERMARK),
            directives.optional("deduplicate", AllowedValue.COLUMNS).orElse(List.of()),
            directives
                .optional("output-mode", AllowedValue.oneOf(Streaming.OutputMode.class))
                .orElse(Streaming.OutputMode.APPEND));
    if (!streaming.deduplicated().isEmpty() && !directives.has("watermark")) {
      directives.refuse(
          "deduplicate",
          "no watermark with it",
          "beside '-- watermark:', which says how long a row is remembered");
    }
    return streaming;
  }

  private void checkName(String relation, Read file, Optional<String> table) {
    if (AllowedValue.RELATION.read(Scalar.unquoted(relation)).isEmpty()) {
      findings.add(
          file.file().name(),
          "found the file name '%s.sql'; allowed: %s"
              .formatted(relation, AllowedValue.RELATION.description()));
    } else if (table.filter(relation::equals).isPresent()) {
      findings.add(
          file.file().name(),
          "found the name of the transformed table; allowed: a name of its own");
    }
  }

  private void check(
      String relation, Read file, String table, SortedMap<String, Read> aggregations) {
    List<String> allowed = new ArrayList<>(List.of(table));
    aggregations.keySet().stream().filter(name -> !name.equals(relation)).forEach(allowed::add);
    allowed.addAll(references);
    sql.checkRelations(file, allowed);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A standing within the text of a change's record. */
final class TableSummaryJson {
  private TableSummaryJson() {}

  static void write(ObjectNode node, TableSummary standing) {
    standing.newestFileAt().ifPresent(time -> node.put("newest_file_at", time.toString()));
    node.put("quarantined", standing.quarantined());
    ObjectNode reasons = node.putObject("reasons");
    standing.reasons().forEach(reasons::put);
    node.put("rejected", standing.rejected());
    ObjectNode dates = node.putObject("dates_by_sql");
    standing
        .datesBySql()
        .forEach(
            (hash, ranges) -> {
              ArrayNode texts = dates.putArray(hash);
              ranges.texts().forEach(texts::add);
            });
  }

  static TableSummary read(JsonNode node) {
    Map<String, Long> reasons = new TreeMap<>();
    node.required("reasons")
        .fields()
        .forEachRemaining(entry -> reasons.put(entry.getKey(), entry.getValue().asLong()));
    Map<String, DateRanges> dates = new TreeMap<>();
    node.required("dates_by_sql")
        .fields()
        .forEachRemaining(entry -> dates.put(entry.getKey(), ranges(entry.getValue())));
    return new TableSummary(
        node.has("newest_file_at")
            ? Optional.of(Instant.parse(node.get("newest_file_at").asText()))
            : Optional.empty(),
        node.required("quarantined").asLong(),
        reasons,
        node.required("rejected").asLong(),
        dates);
  }

  private static DateRanges ranges(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(text -> texts.add(text.asText()));
    return DateRanges.parse(texts);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.oracle.Published;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the change log says was published, in its order. Only which batches, dates and decisions,
 * never what is in them: that says the oracle. Positions count these changes, from 1.
 *
 * @param published the changes, without those that publish aggregations
 * @param lastData the position of the last one that published rows, 0 for none
 * @param lastBatch the last batch that is published, 0 for none
 * @param version the newest version of the transformed table
 */
record History(
    List<Published> published,
    int lastData,
    long lastBatch,
    long version,
    List<Aggregated> aggregated) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One aggregation was computed.
   *
   * @param position of the last change of rows that it covers
   * @param version the version of the transformed table that it read
   */
  record Aggregated(String relation, String runId, int position, long version) {}

  static History of(Workspace workspace, Deliveries deliveries, Circumstances circumstances)
      throws IOException {
    List<Published> published = new ArrayList<>();
    List<Aggregated> aggregated = new ArrayList<>();
    TreeMap<Long, Integer> data = new TreeMap<>(Map.of(0L, 0));
    long lastBatch = 0;
    long version = 0;
    for (JsonNode change : records(workspace)) {
      long number = change.required("number").asLong();
      JsonNode state = change.required("state");
      lastBatch = state.required("last_batch").asLong();
      version = state.required("versions").path(TransactionsPipeline.TABLE).asLong();
      Circumstances.Circumstance under = circumstances.of(number);
      switch (change.required("kind").asText()) {
        case "batch" -> {
          published.add(new Published.Batch(deliveries.of(lastBatch), under.sql()));
          data.put(number, published.size());
        }
        case "backfill" -> {
          JsonNode dates = change.required("replaced");
          published.add(
              new Published.Backfill(date(dates, "from"), date(dates, "to"), under.sql()));
          data.put(number, published.size());
        }
        case "decision" -> published.add(new Published.Discard(under.code().orElseThrow()));
        case "aggregate" -> aggregated.add(aggregated(change, data));
        default -> throw new AssertionError("no step publishes " + change.required("kind"));
      }
    }
    return new History(published, data.lastEntry().getValue(), lastBatch, version, aggregated);
  }

  /** The number of the last record, 0 for none. */
  static long lastNumber(Workspace workspace) throws IOException {
    List<JsonNode> records = records(workspace);
    return records.isEmpty() ? 0 : records.get(records.size() - 1).required("number").asLong();
  }

  /** When an aggregation was computed the last time. */
  Optional<Aggregated> latest(String relation) {
    return aggregated.stream()
        .filter(each -> each.relation().equals(relation))
        .reduce((earlier, later) -> later);
  }

  private static List<JsonNode> records(Workspace workspace) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (Map.Entry<String, String> file : workspace.texts("changes").entrySet()) {
      if (!file.getKey().startsWith(".")) { // what a killed run left half written
        records.add(JSON.readTree(file.getValue()));
      }
    }
    return records;
  }

  private static LocalDate date(JsonNode dates, String end) {
    return LocalDate.parse(dates.required(end).asText());
  }

  private static Aggregated aggregated(JsonNode change, TreeMap<Long, Integer> data) {
    String relation =
        TransactionsPipeline.AGGREGATIONS.stream()
            .filter(change.required("tables")::has)
            .findFirst()
            .orElseThrow();
    JsonNode covered = change.required("state").required("covered").required(relation);
    return new Aggregated(
        relation,
        change.required("run_id").asText(),
        data.floorEntry(change.required("covers").asLong()).getValue(),
        covered.required("version").asLong());
  }
}

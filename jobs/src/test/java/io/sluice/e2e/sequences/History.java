package io.sluice.e2e.sequences;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the change log says was published, in its order. Only which batches, never what is in them:
 * that says the oracle.
 *
 * @param lastBatch the last batch that is published, 0 for none
 * @param version the newest version of the transformed table
 */
record History(long lastBatch, long version, List<Aggregated> aggregated) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One aggregation was computed.
   *
   * @param batch the last batch that it covers
   * @param version the version of the transformed table that it read
   */
  record Aggregated(String relation, String runId, long batch, long version) {}

  static History of(Workspace workspace) throws IOException {
    Map<Long, Long> batches = new HashMap<>();
    List<Aggregated> aggregated = new ArrayList<>();
    long lastBatch = 0;
    long version = 0;
    for (Map.Entry<String, String> file : workspace.texts("changes").entrySet()) {
      if (file.getKey().startsWith(".")) {
        continue; // what a killed run left half written
      }
      JsonNode change = JSON.readTree(file.getValue());
      JsonNode state = change.required("state");
      lastBatch = state.required("last_batch").asLong();
      version = state.required("versions").path(TransactionsPipeline.TABLE).asLong();
      batches.put(change.required("number").asLong(), lastBatch);
      if (change.required("kind").asText().equals("aggregate")) {
        aggregated.add(aggregated(change, batches));
      }
    }
    return new History(lastBatch, version, aggregated);
  }

  /** When an aggregation was computed the last time. */
  Optional<Aggregated> latest(String relation) {
    return aggregated.stream()
        .filter(each -> each.relation().equals(relation))
        .reduce((earlier, later) -> later);
  }

  private static Aggregated aggregated(JsonNode change, Map<Long, Long> batches) {
    String relation =
        TransactionsPipeline.AGGREGATIONS.stream()
            .filter(change.required("tables")::has)
            .findFirst()
            .orElseThrow();
    JsonNode covered = change.required("state").required("covered").required(relation);
    return new Aggregated(
        relation,
        change.required("run_id").asText(),
        batches.get(change.required("covers").asLong()),
        covered.required("version").asLong());
  }
}

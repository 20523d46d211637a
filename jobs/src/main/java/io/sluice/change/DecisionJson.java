// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A decision within the text of a change's record. */
final class DecisionJson {
  private DecisionJson() {}

  static void write(ObjectNode node, Decision decision) {
    node.put("decision", decision.kind().label())
        .put("batch_id", decision.batch())
        .put("path", decision.path())
        .put("size", decision.noted().size())
        .put("modified_at", decision.noted().modifiedAt().toString());
    decision
        .lying()
        .ifPresent(
            lying ->
                node.put("new_size", lying.size())
                    .put("new_modified_at", lying.modifiedAt().toString()));
    node.put("reason", decision.grounds().reason())
        .put("decided_by", decision.grounds().by())
        .put("decided_at", decision.grounds().at().toString())
        .put("run_id", decision.grounds().runId())
        .put("scope", decision.scope().name().toLowerCase(Locale.ROOT));
  }

  static Decision read(JsonNode node) {
    return new Decision(
        DecisionKind.of(node.required("decision").asText()),
        node.required("batch_id").asLong(),
        node.required("path").asText(),
        state(node, ""),
        node.has("new_size") ? Optional.of(state(node, "new_")) : Optional.empty(),
        new Attribution(
            node.required("reason").asText(),
            node.required("decided_by").asText(),
            Instant.parse(node.required("decided_at").asText()),
            node.required("run_id").asText()),
        Decision.Scope.valueOf(node.required("scope").asText().toUpperCase(Locale.ROOT)));
  }

  private static FileState state(JsonNode node, String prefix) {
    return new FileState(
        node.required(prefix + "size").asLong(),
        Instant.parse(node.required(prefix + "modified_at").asText()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.sluice.text.Json;
import java.time.Instant;

/** A checkpoint as one JSON object, every field in its place: what isn't known is null. */
final class CheckpointJson {
  private CheckpointJson() {}

  static ObjectNode of(Checkpoint checkpoint) {
    ObjectNode json = Json.object();
    json.put("name", checkpoint.name());
    json.put("there", checkpoint.isThere());
    json.put("stream_id", checkpoint.streamId().orElse(null));
    json.put("not_committed", checkpoint.uncommitted().map(Checkpoint.Batch::number).orElse(null));
    ArrayNode batches = json.putArray("batches");
    for (Checkpoint.Batch batch : checkpoint.batches()) {
      ObjectNode each = batches.addObject();
      each.put("batch", batch.number());
      each.put("committed", batch.isCommitted());
      each.put("started_at", batch.startedAt().map(Instant::toString).orElse(null));
      each.put("watermark", batch.watermark().map(Instant::toString).orElse(null));
      ArrayNode offsets = each.putArray("offsets");
      batch.offsets().forEach(offset -> offsets.add(offset(offset)));
    }
    ArrayNode sources = json.putArray("sources");
    for (Checkpoint.Source source : checkpoint.sources()) {
      sources
          .addObject()
          .put("source", source.number())
          .put("log_files", source.logFiles())
          .put("last", source.last().orElse(null));
    }
    ArrayNode states = json.putArray("state");
    for (Checkpoint.State state : checkpoint.states()) {
      states
          .addObject()
          .put("operator", state.operator())
          .put("partitions", state.partitions())
          .put("version", state.version())
          .put("files", state.files())
          .put("bytes", state.bytes());
    }
    ArrayNode damages = json.putArray("damaged");
    for (Checkpoint.Damage damage : checkpoint.damages()) {
      damages
          .addObject()
          .put("file", damage.file())
          .put("what", damage.what())
          .put("means", damage.means());
    }
    return json;
  }

  /** Sources write their offsets as JSON, or as a plain number. */
  private static JsonNode offset(String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException e) {
      return TextNode.valueOf(text);
    }
  }
}

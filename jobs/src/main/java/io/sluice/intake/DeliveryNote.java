// SPDX-License-Identifier: Apache-2.0
package io.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.run.FormatVersion;
import io.sluice.text.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of one batch. Written once, before anything is read: a rerun of the batch takes exactly
 * these files, in this order.
 */
public record DeliveryNote(long batch, String runId, Instant createdAt, List<Delivery> files) {
  public DeliveryNote {
    files = List.copyOf(files);
  }

  String json() {
    ObjectNode note = Json.object();
    FormatVersion.write(note);
    note.put("batch", batch).put("run_id", runId).put("created_at", createdAt.toString());
    ArrayNode list = note.putArray("files");
    for (Delivery file : files) {
      list.addObject()
          .put("path", file.path())
          .put("size", file.size())
          .put("modified_at", file.modifiedAt().toString());
    }
    return Json.lines(note);
  }

  /**
   * @throws IllegalArgumentException where the text is no whole note
   * @throws FormatVersion.Newer where it is one that only a newer version of Sluice can read
   */
  static DeliveryNote parse(String text) {
    try {
      JsonNode note = Json.parse(text);
      FormatVersion.requireKnown(note);
      List<Delivery> files = new ArrayList<>();
      for (JsonNode file : note.required("files")) {
        files.add(
            new Delivery(
                file.required("path").asText(),
                file.required("size").asLong(),
                Instant.parse(file.required("modified_at").asText())));
      }
      return new DeliveryNote(
          note.required("batch").asLong(),
          note.required("run_id").asText(),
          Instant.parse(note.required("created_at").asText()),
          files);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}

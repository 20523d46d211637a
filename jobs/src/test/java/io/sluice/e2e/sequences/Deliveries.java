// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.e2e.oracle.Landed;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What landed, and which batch takes it: that say the delivery notes. */
final class Deliveries {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Workspace workspace;
  private final Map<String, Landed> landed = new TreeMap<>();

  Deliveries(Workspace workspace) {
    this.workspace = workspace;
  }

  /**
   * A file landed; no name is used twice.
   *
   * @param text its records as CSV
   */
  void add(String name, String text, long size, Instant modifiedAt) {
    landed.put(name, new Landed(0 /* no batch yet */, name, size, modifiedAt, text));
  }

  /** The files of a batch, as they landed. */
  List<Landed> of(long batch) throws IOException {
    List<String> names = notes().get(batch);
    assertThat(landed).as("what batch %d takes", batch).containsKeys(names.toArray(String[]::new));
    return names.stream()
        .map(landed::get)
        .map(file -> new Landed(batch, file.name(), file.size(), file.modifiedAt(), file.text()))
        .toList();
  }

  /** The number of the last delivery note, 0 for none. */
  long lastBatch() throws IOException {
    SortedMap<Long, List<String>> notes = notes();
    return notes.isEmpty() ? 0 : notes.lastKey();
  }

  /** Every file that landed is in one note, and notes name nothing else. */
  void requireAllNoted() throws IOException {
    assertThat(notes().values().stream().flatMap(List::stream))
        .as("files in delivery notes")
        .containsExactlyInAnyOrderElementsOf(landed.keySet());
  }

  private SortedMap<Long, List<String>> notes() throws IOException {
    SortedMap<Long, List<String>> notes = new TreeMap<>();
    for (Map.Entry<String, String> file : workspace.texts("batches").entrySet()) {
      if (!file.getKey().startsWith(".")) { // what a killed run left half written
        JsonNode note = JSON.readTree(file.getValue());
        List<String> names = new ArrayList<>();
        note.required("files").forEach(each -> names.add(each.required("path").asText()));
        notes.put(note.required("batch").asLong(), names);
      }
    }
    return notes;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.storage.Storage;
import io.sluice.text.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** Offsets of Kafka in the checkpoint of a stream. */
record StreamOffsets(Storage storage, Path checkpoint) {
  private static final String OFFSETS = "offsets";

  /**
   * The ends of a micro-batch: by topic and partition the next offset.
   *
   * @throws IllegalArgumentException where the file isn't whole
   */
  SortedMap<String, SortedMap<Integer, Long>> ends(long batch) {
    List<String> lines = storage.read(file(OFFSETS, batch)).strip().lines().toList();
    // A version, settings, and a line for each source, of which there is one.
    JsonNode source = Json.parse(lines.get(lines.size() - 1));
    SortedMap<String, SortedMap<Integer, Long>> ends = new TreeMap<>();
    for (Map.Entry<String, JsonNode> topic : source.properties()) {
      SortedMap<Integer, Long> partitions = new TreeMap<>();
      for (Map.Entry<String, JsonNode> partition : topic.getValue().properties()) {
        partitions.put(Integer.parseInt(partition.getKey()), partition.getValue().asLong());
      }
      ends.put(topic.getKey(), partitions);
    }
    return ends;
  }

  /**
   * Tells whether the stream would go on from some offsets. It begins a micro-batch again that it
   * hasn't ended, which does no harm where that has landed.
   */
  boolean goOnFrom(SortedMap<String, SortedMap<Integer, Long>> positions) {
    List<Long> batches = batches();
    if (batches.isEmpty()) {
      return true; // it begins where it is told to
    }
    long last = batches.get(batches.size() - 1);
    boolean isOpen = !storage.exists(file("commits", last));
    try {
      return ends(last).equals(positions)
          || (isOpen && batches.contains(last - 1) && ends(last - 1).equals(positions));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private List<Long> batches() {
    List<Long> batches = new ArrayList<>();
    for (String name : storage.names(new Path(checkpoint, OFFSETS))) {
      if (name.matches("\\d+")) {
        batches.add(Long.parseLong(name));
      }
    }
    batches.sort(null);
    return batches;
  }

  private Path file(String folder, long batch) {
    return new Path(new Path(checkpoint, folder), Long.toString(batch));
  }
}

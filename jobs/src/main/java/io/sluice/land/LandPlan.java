// SPDX-License-Identifier: Apache-2.0
package io.sluice.land;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.run.FormatVersion;
import io.sluice.text.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was decided to land at once, written before its first file: a repetition makes the same
 * files. The last one says how far all topics have landed, once its files are there.
 *
 * @param runId of the run that wrote it
 * @param reason why a person let offsets be skipped; empty where none did
 * @param lost the offsets that were skipped, in words
 * @param files the ranges of offsets, each of which is a file
 * @param topics the next offsets of each topic, after these files
 */
public record LandPlan(
    String runId,
    Instant plannedAt,
    Optional<String> reason,
    List<String> lost,
    List<OffsetRange> files,
    SortedMap<String, TopicPosition> topics) {

  public LandPlan {
    lost = List.copyOf(lost);
    files = List.copyOf(files);
    topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
  }

  String json() {
    ObjectNode plan = Json.object();
    FormatVersion.write(plan);
    plan.put("run_id", runId);
    plan.put("planned_at", plannedAt.toString());
    plan.put("reason", reason.orElse(null));
    lost.forEach(plan.putArray("lost")::add);
    files.forEach(file -> plan.withArray("/files").add(file.fileName()));
    ObjectNode all = plan.putObject("topics");
    topics.forEach(
        (name, position) -> {
          ObjectNode topic = all.putObject(name).put("id", position.id());
          ObjectNode offsets = topic.putObject("offsets");
          position.offsets().forEach((number, next) -> offsets.put("" + number, next));
        });
    return Json.line(plan) + "\n";
  }

  /**
   * @throws IllegalArgumentException where the text isn't a whole plan
   * @throws FormatVersion.Newer where only a newer version can read it
   */
  static LandPlan parse(String text) {
    JsonNode plan = Json.parse(text);
    FormatVersion.requireKnown(plan);
    List<String> lost = new ArrayList<>();
    plan.path("lost").forEach(each -> lost.add(each.asText()));
    List<OffsetRange> files = new ArrayList<>();
    for (JsonNode file : plan.path("files")) {
      files.add(
          OffsetRange.of(file.asText())
              .orElseThrow(() -> new IllegalArgumentException("it names the file " + file)));
    }
    SortedMap<String, TopicPosition> topics = new TreeMap<>();
    for (var topic : plan.required("topics").properties()) {
      SortedMap<Integer, Long> offsets = new TreeMap<>();
      for (var offset : topic.getValue().required("offsets").properties()) {
        offsets.put(Integer.parseInt(offset.getKey()), offset.getValue().asLong());
      }
      topics.put(topic.getKey(), new TopicPosition(topic.getValue().path("id").asText(), offsets));
    }
    return new LandPlan(
        plan.required("run_id").asText(),
        Instant.parse(plan.required("planned_at").asText()),
        Optional.ofNullable(plan.path("reason").textValue()),
        lost,
        files,
        topics);
  }
}

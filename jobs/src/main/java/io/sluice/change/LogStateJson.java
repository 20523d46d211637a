// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.pipeline.Built;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The state after a change, with its decisions and its standing, within the text of its record. */
final class LogStateJson {
  private LogStateJson() {}

  static void write(ObjectNode node, LogState state) {
    node.put("last_batch", state.lastBatch()).put("last_data", state.lastData());
    ObjectNode versions = node.putObject("versions");
    state.versions().forEach(versions::put);
    ObjectNode covered = node.putObject("covered");
    state
        .progress()
        .forEach(
            (consumer, progress) -> {
              ObjectNode one =
                  (consumer.kind().equals(ConsumerKey.AGGREGATION)
                          ? covered
                          : child(child(node, "consumers"), consumer.kind()))
                      .putObject(consumer.name())
                      .put("change", progress.change())
                      .put("version", progress.version())
                      .put("sql_hash", progress.sqlHash());
              if (!progress.references().isEmpty()) {
                writeReferences(one, progress.references());
              }
              progress.stream().ifPresent(each -> writeStream(one.putObject("stream"), each));
            });
    if (!state.decisions().isEmpty()) {
      ArrayNode decisions = node.putArray("decisions");
      state.decisions().forEach(each -> writeDecision(decisions.addObject(), each));
    }
    state.standing().ifPresent(each -> writeStanding(node.putObject("standing"), each));
    writeTransformed(node, state.transformed());
  }

  private static void writeTransformed(ObjectNode node, TransformedTable table) {
    if (!table.key().isEmpty()) {
      table.key().forEach(node.putArray("key")::add);
    }
    if (!table.builds().isEmpty()) {
      ObjectNode builds = node.putObject("builds");
      table
          .builds()
          .forEach(
              (hash, built) -> {
                ObjectNode one = builds.putObject(hash).put("sql_hash", built.sqlHash());
                writeReferences(one, built.references());
              });
    }
    if (!table.olderColumns().isEmpty()) {
      writeRanges(node.putObject("older_columns"), table.olderColumns());
    }
    if (table.lastWhole() > 0) {
      node.put("last_whole", table.lastWhole());
    }
    if (table.lastRestated() > 0) {
      node.put("last_restated", table.lastRestated());
    }
  }

  static void writeReferences(ObjectNode node, Map<String, String> references) {
    ObjectNode each = node.putObject("references");
    references.forEach(each::put);
  }

  private static SortedMap<String, String> readReferences(JsonNode node) {
    SortedMap<String, String> references = new TreeMap<>();
    node.path("references")
        .fields()
        .forEachRemaining(each -> references.put(each.getKey(), each.getValue().asText()));
    return references;
  }

  private static Map<String, Built> builds(JsonNode state) {
    Map<String, Built> builds = new TreeMap<>();
    state
        .path("builds")
        .fields()
        .forEachRemaining(
            each ->
                builds.put(
                    each.getKey(),
                    new Built(
                        each.getValue().required("sql_hash").asText(),
                        readReferences(each.getValue()))));
    return builds;
  }

  static LogState read(JsonNode node) {
    Map<ConsumerKey, ConsumerProgress> progress = new TreeMap<>();
    readProgress(ConsumerKey.AGGREGATION, node.required("covered"), progress);
    node.path("consumers")
        .fields()
        .forEachRemaining(kind -> readProgress(kind.getKey(), kind.getValue(), progress));
    return new LogState(
        node.required("last_batch").asLong(),
        node.required("last_data").asLong(),
        ChangeJson.longs(node.required("versions")),
        progress,
        decisions(node),
        Optional.ofNullable(node.get("standing")).map(LogStateJson::readStanding),
        new TransformedTable(
            key(node),
            builds(node),
            readRanges(node.path("older_columns")),
            node.path("last_whole").asLong(),
            node.path("last_restated").asLong()));
  }

  private static List<String> key(JsonNode state) {
    List<String> columns = new ArrayList<>();
    state.path("key").forEach(column -> columns.add(column.asText()));
    return columns;
  }

  private static void readProgress(
      String kind, JsonNode node, Map<ConsumerKey, ConsumerProgress> progress) {
    node.fields()
        .forEachRemaining(
            entry ->
                progress.put(
                    new ConsumerKey(kind, entry.getKey()),
                    new ConsumerProgress(
                        entry.getValue().required("change").asLong(),
                        entry.getValue().required("version").asLong(),
                        entry.getValue().required("sql_hash").asText(),
                        readReferences(entry.getValue()),
                        Optional.ofNullable(entry.getValue().get("stream"))
                            .map(LogStateJson::readStream))));
  }

  private static void writeStream(ObjectNode node, StreamPosition stream) {
    node.put("checkpoint", stream.checkpoint())
        .put("batch", stream.batch())
        .put("settled", stream.isSettled())
        .put("rows_dropped", stream.rowsDropped());
    stream.watermark().ifPresent(time -> node.put("watermark", time.toString()));
    node.put("state_rows", stream.stateRows()).put("state_bytes", stream.stateBytes());
  }

  private static StreamPosition readStream(JsonNode node) {
    return new StreamPosition(
        node.required("checkpoint").asText(),
        node.required("batch").asLong(),
        node.required("settled").asBoolean(),
        node.required("rows_dropped").asLong(),
        Optional.ofNullable(node.get("watermark")).map(time -> Instant.parse(time.asText())),
        node.required("state_rows").asLong(),
        node.required("state_bytes").asLong());
  }

  private static ObjectNode child(ObjectNode node, String name) {
    return node.get(name) instanceof ObjectNode child ? child : node.putObject(name);
  }

  private static List<Decision> decisions(JsonNode state) {
    List<Decision> decisions = new ArrayList<>();
    state.path("decisions").forEach(each -> decisions.add(readDecision(each)));
    return decisions;
  }

  private static void writeDecision(ObjectNode node, Decision decision) {
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

  private static Decision readDecision(JsonNode node) {
    return new Decision(
        DecisionKind.of(node.required("decision").asText()),
        node.required("batch_id").asLong(),
        node.required("path").asText(),
        fileState(node, ""),
        node.has("new_size") ? Optional.of(fileState(node, "new_")) : Optional.empty(),
        new Attribution(
            node.required("reason").asText(),
            node.required("decided_by").asText(),
            Instant.parse(node.required("decided_at").asText()),
            node.required("run_id").asText()),
        Decision.Scope.valueOf(node.required("scope").asText().toUpperCase(Locale.ROOT)));
  }

  private static FileState fileState(JsonNode node, String prefix) {
    return new FileState(
        node.required(prefix + "size").asLong(),
        Instant.parse(node.required(prefix + "modified_at").asText()));
  }

  private static void writeStanding(ObjectNode node, TableSummary standing) {
    standing.newestFileAt().ifPresent(time -> node.put("newest_file_at", time.toString()));
    node.put("quarantined", standing.quarantined());
    ObjectNode reasons = node.putObject("reasons");
    standing.reasons().forEach(reasons::put);
    node.put("rejected", standing.rejected());
    writeRanges(node.putObject("dates_by_sql"), standing.datesBySql());
  }

  private static void writeRanges(ObjectNode node, Map<String, DateRanges> dates) {
    dates.forEach(
        (name, ranges) -> {
          ArrayNode texts = node.putArray(name);
          ranges.texts().forEach(texts::add);
        });
  }

  private static Map<String, DateRanges> readRanges(JsonNode node) {
    Map<String, DateRanges> dates = new TreeMap<>();
    node.fields().forEachRemaining(entry -> dates.put(entry.getKey(), ranges(entry.getValue())));
    return dates;
  }

  private static TableSummary readStanding(JsonNode node) {
    return new TableSummary(
        node.has("newest_file_at")
            ? Optional.of(Instant.parse(node.get("newest_file_at").asText()))
            : Optional.empty(),
        node.required("quarantined").asLong(),
        ChangeJson.longs(node.required("reasons")),
        node.required("rejected").asLong(),
        readRanges(node.required("dates_by_sql")));
  }

  private static DateRanges ranges(JsonNode node) {
    List<String> texts = new ArrayList<>();
    node.forEach(text -> texts.add(text.asText()));
    return DateRanges.parse(texts);
  }
}

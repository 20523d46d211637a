// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.table.TableChange;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A change as the text of its record. Delta's actions stay JSON within it, readable by anyone. */
final class ChangeJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ChangeJson() {}

  static String write(Change change) {
    ObjectNode record = JSON.createObjectNode();
    record.put("number", change.number());
    record.put("kind", change.kind().label());
    change.batch().ifPresent(batch -> record.put("batch", batch));
    change.covers().ifPresent(covers -> record.put("covers", covers));
    change.replaced().ifPresent(replaced -> writeReplaced(record.putObject("replaced"), replaced));
    record.put("run_id", change.runId());
    record.put("recorded_at", change.recordedAt().toString());
    record.put("sql_hash", change.sqlHash());
    record.put("note", change.note());
    record
        .putObject("counts")
        .put("rows_read", change.counts().read())
        .put("rows_written", change.counts().written())
        .put("rows_duplicate", change.counts().duplicate())
        .put("rows_quarantined", change.counts().quarantined())
        .put("lines_ignored", change.counts().linesIgnored());
    record.put("files_rejected", change.filesRejected());
    ObjectNode reasons = record.putObject("reasons");
    change.reasons().forEach(reasons::put);
    ArrayNode dates = record.putArray("touched_dates");
    change.touchedDates().forEach(date -> dates.add(date.toString()));
    ObjectNode tables = record.putObject("tables");
    change.tables().forEach(table -> writeTable(tables.putObject(table.relation()), table));
    writeState(record.putObject("state"), change.state());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(record) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException where the text is no whole record
   */
  static Change read(String text) {
    try {
      JsonNode record = JSON.readTree(text);
      JsonNode counts = record.required("counts");
      List<TableChange> tables = new ArrayList<>();
      record
          .required("tables")
          .fields()
          .forEachRemaining(table -> tables.add(readTable(table.getKey(), table.getValue())));
      SortedSet<LocalDate> dates = new TreeSet<>();
      record.required("touched_dates").forEach(date -> dates.add(LocalDate.parse(date.asText())));
      return new Change(
          record.required("number").asLong(),
          ChangeKind.of(record.required("kind").asText()),
          optionalLong(record, "batch"),
          record.required("run_id").asText(),
          Instant.parse(record.required("recorded_at").asText()),
          record.required("sql_hash").asText(),
          tables,
          new RecordCounts(
              counts.required("rows_read").asLong(),
              counts.required("rows_written").asLong(),
              counts.required("rows_duplicate").asLong(),
              counts.required("rows_quarantined").asLong(),
              counts.required("lines_ignored").asLong()),
          record.required("files_rejected").asLong(),
          longs(record.required("reasons")),
          dates,
          optionalLong(record, "covers"),
          replaced(record),
          record.required("note").asText(),
          readState(record.required("state")));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void writeReplaced(ObjectNode node, ReplacedRange replaced) {
    node.put("from", replaced.dates().from().toString());
    node.put("to", replaced.dates().to().toString());
    replaced.plan().ifPresent(plan -> node.put("plan", plan));
  }

  private static Optional<ReplacedRange> replaced(JsonNode record) {
    JsonNode node = record.path("replaced");
    return node.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new ReplacedRange(
                new DateRange(
                    LocalDate.parse(node.required("from").asText()),
                    LocalDate.parse(node.required("to").asText())),
                node.has("plan") ? Optional.of(node.get("plan").asText()) : Optional.empty()));
  }

  private static void writeTable(ObjectNode node, TableChange table) {
    node.put("base_version", table.baseVersion())
        .put("version", table.version())
        .put("rows", table.rows())
        .put("bytes", table.bytes());
    ArrayNode actions = node.putArray("actions");
    for (String action : table.actions()) {
      try {
        actions.add(JSON.readTree(action));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static TableChange readTable(String relation, JsonNode node) {
    List<String> actions = new ArrayList<>();
    node.required("actions").forEach(action -> actions.add(action.toString()));
    return new TableChange(
        relation,
        node.required("base_version").asLong(),
        actions,
        node.required("rows").asLong(),
        node.required("bytes").asLong());
  }

  private static void writeState(ObjectNode node, LogState state) {
    node.put("last_batch", state.lastBatch()).put("last_data", state.lastData());
    ObjectNode versions = node.putObject("versions");
    new TreeMap<>(state.versions()).forEach(versions::put);
    ObjectNode covered = node.putObject("covered");
    new TreeMap<>(state.covered())
        .forEach(
            (relation, what) ->
                covered
                    .putObject(relation)
                    .put("change", what.change())
                    .put("version", what.version())
                    .put("sql_hash", what.sqlHash()));
    if (!state.decisions().isEmpty()) {
      ArrayNode decisions = node.putArray("decisions");
      state.decisions().forEach(each -> DecisionJson.write(decisions.addObject(), each));
    }
    state.standing().ifPresent(each -> TableSummaryJson.write(node.putObject("standing"), each));
  }

  private static LogState readState(JsonNode node) {
    Map<String, AggregationProgress> covered = new TreeMap<>();
    node.required("covered")
        .fields()
        .forEachRemaining(
            entry ->
                covered.put(
                    entry.getKey(),
                    new AggregationProgress(
                        entry.getValue().required("change").asLong(),
                        entry.getValue().required("version").asLong(),
                        entry.getValue().required("sql_hash").asText())));
    return new LogState(
        node.required("last_batch").asLong(),
        node.required("last_data").asLong(),
        longs(node.required("versions")),
        covered,
        decisions(node),
        node.has("standing")
            ? Optional.of(TableSummaryJson.read(node.get("standing")))
            : Optional.empty());
  }

  private static List<Decision> decisions(JsonNode state) {
    List<Decision> decisions = new ArrayList<>();
    state.path("decisions").forEach(each -> decisions.add(DecisionJson.read(each)));
    return decisions;
  }

  private static Map<String, Long> longs(JsonNode node) {
    Map<String, Long> longs = new TreeMap<>();
    node.fields().forEachRemaining(entry -> longs.put(entry.getKey(), entry.getValue().asLong()));
    return longs;
  }

  private static Optional<Long> optionalLong(JsonNode record, String field) {
    return record.has(field) ? Optional.of(record.get(field).asLong()) : Optional.empty();
  }
}

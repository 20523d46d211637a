// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.run.FormatVersion;
import io.sluice.run.RecordCounts;
import io.sluice.table.TableChange;
import io.sluice.text.Json;
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
  private ChangeJson() {}

  static String write(Change change) {
    ChangeBody body = change.body();
    RecordCounts counts = body.records().counts();
    ObjectNode record = Json.object();
    boolean isKnownToAll = !(body instanceof ChangeBody.Export);
    if (isKnownToAll && change.state().transformed().olderColumns().isEmpty()) {
      FormatVersion.write(record);
    } else {
      FormatVersion.writeSecond(record);
    }
    record.put("number", change.number()).put("kind", body.kind());
    if (body instanceof ChangeBody.Batch batch) {
      record.put("batch", batch.batch());
    } else if (body instanceof ChangeBody.Aggregation aggregation) {
      record.put("covers", aggregation.covers());
    } else if (body instanceof ChangeBody.Export export) {
      record.put("export", export.export()).put("covers", export.covers());
    } else if (body instanceof ChangeBody.Backfill backfill) {
      writeReplaced(record.putObject("replaced"), backfill.replaced());
    }
    record
        .put("run_id", change.runId())
        .put("recorded_at", change.recordedAt().toString())
        .put("sql_hash", body.sqlHash())
        .put("note", body.note());
    Map<String, String> references = change.references();
    if (!references.isEmpty()) {
      LogStateJson.writeReferences(record, references);
    }
    record
        .putObject("counts")
        .put("rows_read", counts.read())
        .put("rows_written", counts.written())
        .put("rows_duplicate", counts.duplicate())
        .put("rows_quarantined", counts.quarantined())
        .put("lines_ignored", counts.linesIgnored());
    record.put("files_rejected", body.filesRejected());
    ObjectNode reasons = record.putObject("reasons");
    body.records().reasons().forEach(reasons::put);
    ArrayNode dates = record.putArray("touched_dates");
    change.touchedDates().forEach(date -> dates.add(date.toString()));
    ObjectNode tables = record.putObject("tables");
    change.tables().forEach(table -> writeTable(tables.putObject(table.relation()), table));
    LogStateJson.write(record.putObject("state"), change.state());
    return Json.lines(record);
  }

  /**
   * @throws IllegalArgumentException where the text is no whole record
   * @throws FormatVersion.Newer where it is one that only a newer version of Sluice can read
   */
  static Change read(String text) {
    try {
      JsonNode record = Json.parse(text);
      FormatVersion.requireKnown(record);
      List<TableChange> tables = new ArrayList<>();
      record
          .required("tables")
          .fields()
          .forEachRemaining(table -> tables.add(readTable(table.getKey(), table.getValue())));
      return new Change(
          record.required("number").asLong(),
          record.required("run_id").asText(),
          Instant.parse(record.required("recorded_at").asText()),
          readBody(record),
          tables,
          LogStateJson.read(record.required("state")));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static ChangeBody readBody(JsonNode record) {
    String kind = record.required("kind").asText();
    String sqlHash = record.required("sql_hash").asText();
    String note = record.required("note").asText();
    RecordSummary records = readRecords(record);
    return switch (kind) {
      case "batch" ->
          new ChangeBody.Batch(
              record.required("batch").asLong(),
              sqlHash,
              records,
              record.required("files_rejected").asLong(),
              note);
      case "backfill" ->
          new ChangeBody.Backfill(
              readReplaced(record.required("replaced")), sqlHash, records, note);
      case "aggregate" -> new ChangeBody.Aggregation(record.required("covers").asLong(), sqlHash);
      case "decision" -> new ChangeBody.Decisions(note);
      case "maintain" -> new ChangeBody.Maintenance();
      case "export" ->
          new ChangeBody.Export(
              record.required("export").asText(),
              record.required("covers").asLong(),
              sqlHash,
              records.touchedDates());
      default -> throw new IllegalArgumentException("no change is of kind " + kind);
    };
  }

  private static RecordSummary readRecords(JsonNode record) {
    JsonNode counts = record.required("counts");
    SortedSet<LocalDate> dates = new TreeSet<>();
    record.required("touched_dates").forEach(date -> dates.add(LocalDate.parse(date.asText())));
    return new RecordSummary(
        new RecordCounts(
            counts.required("rows_read").asLong(),
            counts.required("rows_written").asLong(),
            counts.required("rows_duplicate").asLong(),
            counts.required("rows_quarantined").asLong(),
            counts.required("lines_ignored").asLong()),
        longs(record.required("reasons")),
        dates);
  }

  private static void writeReplaced(ObjectNode node, ReplacedRange replaced) {
    node.put("from", replaced.dates().from().toString());
    node.put("to", replaced.dates().to().toString());
    if (replaced.dates().isAll()) {
      node.put("all", true);
    }
    replaced.plan().ifPresent(plan -> node.put("plan", plan));
  }

  private static ReplacedRange readReplaced(JsonNode node) {
    return new ReplacedRange(
        new DateRange(
            LocalDate.parse(node.required("from").asText()),
            LocalDate.parse(node.required("to").asText())),
        Optional.ofNullable(node.get("plan")).map(JsonNode::asText));
  }

  private static void writeTable(ObjectNode node, TableChange table) {
    node.put("base_version", table.baseVersion())
        .put("version", table.version())
        .put("rows", table.rows())
        .put("bytes", table.bytes());
    ArrayNode actions = node.putArray("actions");
    table.actions().forEach(action -> actions.add(Json.parse(action)));
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

  static Map<String, Long> longs(JsonNode node) {
    Map<String, Long> longs = new TreeMap<>();
    node.fields().forEachRemaining(entry -> longs.put(entry.getKey(), entry.getValue().asLong()));
    return longs;
  }
}

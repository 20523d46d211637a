// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.change.DateRanges;
import io.sluice.change.StreamPosition;
import io.sluice.change.TableSummary;
import io.sluice.change.TransformedTable;
import io.sluice.export.ExportOutlook;
import io.sluice.history.Backlog;
import io.sluice.intake.IgnoredFile;
import io.sluice.pipeline.Freshness;
import io.sluice.problem.Problem;
import io.sluice.text.Json;
import io.sluice.transform.Arrivals;
import io.sluice.transform.TransformOutlook;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A status as one JSON object, every field in its place: what isn't known is null. */
final class StatusJson {
  /** Fields that are told of a last run; its report has the rest. */
  private static final String[] OF_RUNS =
      ("run_id try started_at finished_at outcome exit_code verdict verdict_detail message"
              + " next_step")
          .split(" ");

  private StatusJson() {}

  static ObjectNode of(Status status) {
    ObjectNode json = Json.object();
    json.put("pipeline", status.pipeline().name());
    json.put("looked_at", status.at().truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("safe", status.unsafe().isEmpty());
    json.putNull("unsafe");
    if (status.unsafe().isPresent()) {
      Problem problem = status.unsafe().get();
      ObjectNode unsafe = json.putObject("unsafe");
      unsafe.put("message", problem.getMessage()).put("next_step", problem.nextStep());
    }
    put(json, "change", status.log().map(log -> log.number()));
    put(json, "writer", status.writer());
    putPending(json.putObject("pending"), status);
    ObjectNode topics = json.putObject("topics");
    status
        .topics()
        .forEach(
            (name, position) -> {
              ObjectNode offsets = topics.putObject(name);
              position.offsets().forEach((number, next) -> offsets.put("" + number, next));
            });
    putFreshness(json.putObject("freshness"), status);
    Optional<TableSummary> standing = status.standing();
    ObjectNode quarantine = json.putObject("quarantine");
    put(quarantine, "open", standing.map(TableSummary::quarantined));
    ObjectNode reasons = quarantine.putObject("reasons");
    standing.ifPresent(known -> known.reasons().forEach(reasons::put));
    put(json, "files_rejected", standing.map(TableSummary::rejected));
    ObjectNode dates = json.putObject("dates_with_older_sql");
    Optional<DateRanges> older = status.datesWithOtherSql();
    put(dates, "dates", older.map(DateRanges::days));
    ArrayNode ranges = dates.putArray("ranges");
    older.ifPresent(known -> known.texts().forEach(ranges::add));
    putReferences(json.putObject("older_references"), status.olderReferences());
    putColumns(json.putObject("older_columns"), status.transformed());
    ArrayNode aggregations = json.putArray("aggregations");
    for (Status.Coverage each : status.aggregations()) {
      ObjectNode one =
          aggregations
              .addObject()
              .put("relation", each.relation())
              .put("covers", each.covers())
              .put("behind", each.isBehind())
              .put("waiting_for_full_refresh", each.waiting().isPresent())
              .put("waiting_because", each.waiting().orElse(null));
      each.stream()
          .ifPresentOrElse(
              stream -> putStream(one.putObject("stream"), stream), () -> one.putNull("stream"));
    }
    ArrayNode orphans = json.putArray("aggregations_without_file");
    status.orphans().forEach(orphans::add);
    ArrayNode exports = json.putArray("exports");
    status.exports().forEach(each -> putExport(exports.addObject(), each));
    ArrayNode plans = json.putArray("plans");
    status.plans().forEach(plans::add);
    ObjectNode reruns = json.putObject("reruns");
    for (Map.Entry<String, Status.Rerun> each : status.reruns().entrySet()) {
      Status.Rerun rerun = each.getValue();
      ObjectNode node = reruns.putObject(each.getKey());
      node.put("verdict", rerun.verdict().word()).put("verdict_detail", rerun.verdict().detail());
      put(node, "next_step", Optional.of(rerun.nextStep()).filter(step -> !step.isEmpty()));
    }
    ObjectNode runs = json.putObject("last_runs");
    for (Map.Entry<String, JsonNode> each : status.lastRuns().entrySet()) {
      ObjectNode run = runs.putObject(each.getKey());
      for (String field : OF_RUNS) {
        run.set(field, each.getValue().get(field));
      }
    }
    return json;
  }

  private static void putExport(ObjectNode json, ExportStanding standing) {
    Optional<Backlog> backlog = standing.backlog();
    json.put("export", standing.export().name())
        .put("relation", standing.export().relation())
        .put("to", standing.export().destination().kind());
    put(json, "unknown_because", standing.problem().map(Problem::getMessage));
    put(json, "covers", standing.outlook().map(ExportOutlook.Lacking::covers));
    json.put("behind", backlog.isPresent());
    boolean lacksAll =
        backlog.filter(lacks -> lacks.extent() == Backlog.Extent.EVERYTHING).isPresent();
    json.put("lacks_everything", lacksAll);
    put(json, "because", backlog.filter(lacks -> lacksAll).map(Backlog::why));
    ArrayNode dates = json.putArray("lacks_dates");
    backlog.ifPresent(lacks -> DateRanges.of(lacks.dates()).texts().forEach(dates::add));
  }

  private static void putReferences(ObjectNode json, OlderReferences older) {
    put(json, "unknown_because", older.problem().map(Problem::getMessage));
    boolean isKnown = older.problem().isEmpty();
    put(json, "dates", Optional.of(older.dates().days()).filter(days -> isKnown));
    ArrayNode ranges = json.putArray("ranges");
    older.dates().texts().forEach(ranges::add);
    ArrayNode names = json.putArray("references");
    older.names().forEach(names::add);
    ArrayNode aggregations = json.putArray("aggregations");
    older.aggregations().keySet().forEach(aggregations::add);
  }

  private static void putStream(ObjectNode node, StreamPosition stream) {
    node.put("micro_batch", stream.batch())
        .put("watermark", stream.watermark().map(Instant::toString).orElse(null))
        .put("rows_dropped", stream.rowsDropped())
        .put("state_rows", stream.stateRows())
        .put("state_bytes", stream.stateBytes());
  }

  private static void putColumns(ObjectNode json, Optional<TransformedTable> table) {
    Optional<DateRanges> dates = table.map(TransformedTable::datesWithOlderColumns);
    put(json, "dates", dates.map(DateRanges::days));
    ArrayNode ranges = json.putArray("ranges");
    dates.ifPresent(known -> known.texts().forEach(ranges::add));
    ArrayNode names = json.putArray("columns");
    table.ifPresent(known -> known.olderColumns().keySet().forEach(names::add));
  }

  private static void putPending(ObjectNode json, Status status) {
    Optional<TransformOutlook> outlook = status.outlook();
    Optional<Arrivals> arrivals = outlook.map(TransformOutlook::arrivals);
    put(json, "landed_files", arrivals.map(Arrivals::number));
    put(json, "open_batches", outlook.map(known -> known.open().size()));
    put(json, "open_files", outlook.map(TransformOutlook::openFiles));
    put(json, "unapplied_change", status.unapplied().map(change -> change.number()));
    put(json, "changed_files", arrivals.map(known -> known.unsettled().size()));
    put(json, "ignored_files", arrivals.map(known -> known.ignored().size()));
    ArrayNode ignored = json.putArray("ignored");
    for (IgnoredFile file : arrivals.map(Arrivals::ignored).orElse(List.of())) {
      ignored.addObject().put("path", file.path()).put("why", file.why().toString());
    }
  }

  private static void putFreshness(ObjectNode json, Status status) {
    put(json, "status", status.freshness());
    put(json, "newest_file_at", status.standing().flatMap(TableSummary::newestFileAt));
    put(json, "age_seconds", status.age().map(age -> age.toSeconds()));
    Optional<Freshness> allowed = status.pipeline().freshness();
    put(json, "warn_after_seconds", allowed.map(each -> each.warnAfter().toSeconds()));
    put(json, "error_after_seconds", allowed.map(each -> each.errorAfter().toSeconds()));
  }

  private static void put(ObjectNode json, String field, Optional<?> value) {
    if (value.isEmpty()) {
      json.putNull(field);
    } else if (value.get() instanceof Number number) {
      json.put(field, number.longValue());
    } else {
      json.put(field, value.get().toString());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.change.ChangeLog;
import io.sluice.change.DateRanges;
import io.sluice.change.LogState;
import io.sluice.change.StreamPosition;
import io.sluice.change.TableSummary;
import io.sluice.change.TransformedTable;
import io.sluice.change.Verdict;
import io.sluice.export.ExportOutlook;
import io.sluice.history.Backlog;
import io.sluice.land.TopicPosition;
import io.sluice.pipeline.Destination;
import io.sluice.pipeline.Export;
import io.sluice.pipeline.Pipeline;
import io.sluice.problem.Problem;
import io.sluice.testing.PipelineFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFormatsTest {
  private static final Instant NOW = Instant.parse("2026-01-09T12:00:00Z");

  @TempDir private Path root;
  private Pipeline pipeline;

  @BeforeEach
  void load() {
    pipeline =
        new PipelineFolder(root)
            .write(
                "pipeline.yaml",
                PipelineFolder.YAML + "freshness: {warn-after: 3 hours, error-after: 24 hours}\n")
            .load();
  }

  @Test
  void textOfAPipelineThatIsBehind() throws IOException {
    assertThat(new StatusText(behind()).lines())
        .containsExactly(
            "shop            at change 7",
            "under way       transform run-9",
            "landing         not known",
            "topic orders    landed 0 at 120, 1 at 80",
            "open batches    not known",
            "newest file     warn: 5 h 30 min old (warn after 3 h, error after 1 d)",
            "quarantine      3: price_type 2, id_required 1",
            "rejected files  1",
            "older SQL       2 dates: 2026-01-05..2026-01-06",
            "older columns   2 dates: 2026-01-05, 2026-01-08, with rows from before colour, weight; ./sluice backfill --pipeline shop --from 2026-01-05 --to 2026-01-05 --reason '…', ./sluice backfill --pipeline shop --from 2026-01-08 --to 2026-01-08 --reason '…' fills them",
            "aggregations    daily is behind, keys waits for --full-refresh: the SQL has changed, former has no file any more; ./sluice aggregate --pipeline shop --drop former removes its rows",
            "stream          keys: 2 rows dropped as too late, 5 rows in its state, watermark 2026-01-09T02:50:00Z",
            "exports         new lacks everything (never sent); old lacks 1 date (2026-01-05); secret: not known: Cannot use it: set it",
            "plans           plan-1, plan-2",
            "",
            "job        last run              ended      code  run    a rerun now",
            "transform  2026-01-09T03:00:00Z  succeeded  0     run-8  RUN 2 files",
            "aggregate  2026-01-09T04:00:00Z  failed     1     run-8  RESUME change 7",
            "quality    -                     -          -     -      FAILED daily is behind",
            "",
            "aggregate: Cannot finish",
            "  next: ./sluice aggregate");
  }

  @Test
  void jsonOfAPipelineThatIsBehind() throws IOException {
    assertThat(json(StatusJson.of(behind()).toString()))
        .isEqualTo(
            json(
                """
                {"pipeline": "shop", "looked_at": "2026-01-09T12:00:00Z", "safe": true, "unsafe": null,
                 "change": 7, "writer": "transform run-9",
                 "pending": {"landed_files": null, "open_batches": null, "open_files": null,
                   "unapplied_change": null, "changed_files": null, "ignored_files": null, "ignored": []},
                 "topics": {"orders": {"0": 120, "1": 80}},
                 "freshness": {"status": "warn", "newest_file_at": "2026-01-09T06:30:00Z",
                   "age_seconds": 19800, "warn_after_seconds": 10800, "error_after_seconds": 86400},
                 "quarantine": {"open": 3, "reasons": {"id_required": 1, "price_type": 2}},
                 "files_rejected": 1,
                 "dates_with_older_sql": {"dates": 2, "ranges": ["2026-01-05..2026-01-06"]},
                 "older_references": {"unknown_because": null, "dates": 0, "ranges": [],
                   "references": [], "aggregations": []},
                 "older_columns": {"dates": 2, "ranges": ["2026-01-05", "2026-01-08"],
                   "columns": ["colour", "weight"]},
                 "aggregations": [
                   {"relation": "daily", "covers": 4, "behind": true, "waiting_for_full_refresh": false, "waiting_because": null, "stream": null},
                   {"relation": "keys", "covers": 7, "behind": false, "waiting_for_full_refresh": true, "waiting_because": "the SQL has changed",
                    "stream": {"micro_batch": 3, "watermark": "2026-01-09T02:50:00Z", "rows_dropped": 2, "state_rows": 5, "state_bytes": 640}}],
                 "aggregations_without_file": ["former"],
                 "exports": [
                   {"export": "new", "relation": "daily", "to": "console", "unknown_because": null,
                     "covers": 0, "behind": true, "lacks_everything": true, "because": "never sent",
                     "lacks_dates": []},
                   {"export": "old", "relation": "daily", "to": "console", "unknown_because": null,
                     "covers": 4, "behind": true, "lacks_everything": false, "because": null,
                     "lacks_dates": ["2026-01-05"]},
                   {"export": "ready", "relation": "daily", "to": "console", "unknown_because": null,
                     "covers": 7, "behind": false, "lacks_everything": false, "because": null,
                     "lacks_dates": []},
                   {"export": "secret", "relation": "daily", "to": "console",
                     "unknown_because": "Cannot use it: set it", "covers": null, "behind": false,
                     "lacks_everything": false, "because": null, "lacks_dates": []}],
                 "plans": ["plan-1", "plan-2"],
                 "reruns": {
                   "transform": {"verdict": "RUN", "verdict_detail": "2 files", "next_step": null},
                   "aggregate": {"verdict": "RESUME", "verdict_detail": "change 7", "next_step": null},
                   "quality": {"verdict": "FAILED", "verdict_detail": "daily is behind",
                     "next_step": "./sluice aggregate"}},
                 "last_runs": {
                   "transform": {"run_id": "run-8", "try": 1, "started_at": "2026-01-09T03:00:00Z",
                     "finished_at": null, "outcome": "succeeded", "exit_code": 0, "verdict": null,
                     "verdict_detail": null, "message": null, "next_step": null},
                   "aggregate": {"run_id": "run-8", "try": 1, "started_at": "2026-01-09T04:00:00Z",
                     "finished_at": null, "outcome": "failed", "exit_code": 1, "verdict": null,
                     "verdict_detail": null, "message": "Cannot finish",
                     "next_step": "./sluice aggregate"}}}
                """));
  }

  @Test
  void anUnsafePipelineSaysSoFirst() {
    Status unsafe =
        new Status(
            pipeline,
            NOW,
            Optional.of(Problem.unsafe("Cannot trust\tit", "./sluice doctor")),
            Optional.empty(),
            Optional.empty(),
            new TreeMap<>(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            OlderReferences.NONE);

    assertThat(new StatusText(unsafe).lines())
        .startsWith("UNSAFE: Cannot trust\\u0009it", "  next: ./sluice doctor", "")
        .contains(
            "shop            the log can't be read",
            "newest file     not counted yet, the next batch does",
            "rejected files  not counted yet, the next batch does; ./sluice files list --status rejected --pipeline shop",
            "aggregations    up to date");
    assertThat(StatusJson.of(unsafe).path("unsafe").toString())
        .isEqualTo("{\"message\":\"Cannot trust\\tit\",\"next_step\":\"./sluice doctor\"}");
    assertThat(unsafe.freshness()).isEmpty();
  }

  private Status behind() throws IOException {
    TableSummary summary =
        new TableSummary(
            Optional.of(Instant.parse("2026-01-09T06:30:00Z")),
            3,
            Map.of("price_type", 2L, "id_required", 1L),
            1,
            Map.of(
                "old",
                DateRanges.of(
                    List.of(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-01-06")))));
    LogState state =
        new LogState(
                6, 7, Map.of(), Map.of(), List.of(), Optional.of(summary), TransformedTable.NONE)
            .withNewColumns(
                List.of("weight"), DateRanges.of(List.of(LocalDate.parse("2026-01-05"))))
            .withNewColumns(
                List.of("colour"), DateRanges.of(List.of(LocalDate.parse("2026-01-08"))));
    Map<String, Status.Rerun> reruns = new LinkedHashMap<>();
    reruns.put("transform", new Status.Rerun(new Verdict("RUN", "2 files"), ""));
    reruns.put("aggregate", new Status.Rerun(new Verdict("RESUME", "change 7"), ""));
    reruns.put(
        "quality",
        new Status.Rerun(new Verdict("FAILED", "daily is behind"), "./sluice aggregate"));
    Map<String, JsonNode> runs = new LinkedHashMap<>();
    runs.put(
        "transform",
        json(
            "{\"run_id\": \"run-8\", \"try\": 1, \"started_at\": \"2026-01-09T03:00:00Z\", \"outcome\": \"succeeded\", \"exit_code\": 0}"));
    runs.put(
        "aggregate",
        json(
            "{\"run_id\": \"run-8\", \"try\": 1, \"started_at\": \"2026-01-09T04:00:00Z\", \"outcome\": \"failed\", \"exit_code\": 1, \"message\": \"Cannot finish\", \"next_step\": \"./sluice aggregate\"}"));
    return new Status(
        pipeline,
        NOW,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new ChangeLog.Position(7, state)),
        new TreeMap<>(
            Map.of("orders", new TopicPosition("id", new TreeMap<>(Map.of(0, 120L, 1, 80L))))),
        Optional.empty(),
        List.of(
            new Status.Coverage("daily", 4, true, Optional.empty(), Optional.empty()),
            new Status.Coverage(
                "keys",
                7,
                false,
                Optional.of("the SQL has changed"),
                Optional.of(
                    new StreamPosition(
                        "a",
                        3,
                        true,
                        2,
                        Optional.of(Instant.parse("2026-01-09T02:50:00Z")),
                        5,
                        640)))),
        List.of("former"),
        List.of(
            lacking(
                "new", 0, new Backlog(Backlog.Extent.EVERYTHING, new TreeSet<>(), "never sent")),
            lacking(
                "old",
                4,
                new Backlog(
                    Backlog.Extent.DATES,
                    new TreeSet<>(List.of(LocalDate.parse("2026-01-05"))),
                    "")),
            lacking("ready", 7, new Backlog(Backlog.Extent.NOTHING, new TreeSet<>(), "")),
            new ExportStanding(
                export("secret"),
                Optional.empty(),
                Optional.of(Problem.invalid("Cannot use it: set it")))),
        List.of("plan-1", "plan-2"),
        Optional.of("transform run-9"),
        reruns,
        runs,
        OlderReferences.NONE);
  }

  private static ExportStanding lacking(String name, long covers, Backlog backlog) {
    Export export = export(name);
    return new ExportStanding(
        export, Optional.of(new ExportOutlook.Lacking(export, covers, backlog)), Optional.empty());
  }

  private static Export export(String name) {
    return new Export(name, "daily", List.of(), Optional.empty(), new Destination.Console(20));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}

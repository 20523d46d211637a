// SPDX-License-Identifier: Apache-2.0
package io.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.problem.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Instant START = Instant.parse("2026-11-20T03:00:00.123456Z");

  private final Report report = new Report("transform", "run-1", Optional.of("readings"), START);

  @Test
  void hasEveryFieldWhenNothingWasReported() {
    report.end(Outcome.FAILED, START.plusSeconds(2));

    assertThat(report.json(1))
        .isEqualTo(
            """
            {
              "run_id" : "run-1",
              "try" : 1,
              "job" : "transform",
              "pipeline" : "readings",
              "verdict" : null,
              "verdict_detail" : null,
              "outcome" : "failed",
              "exit_code" : 1,
              "message" : null,
              "next_step" : null,
              "started_at" : "2026-11-20T03:00:00.123Z",
              "finished_at" : "2026-11-20T03:00:02.123Z",
              "sluice_version" : "%s",
              "sql_hash" : null,
              "batches" : 0,
              "files" : {
                "ingested" : 0,
                "rejected" : 0,
                "ignored" : 0
              },
              "rows_read" : 0,
              "rows_written" : 0,
              "rows_duplicate" : 0,
              "rows_quarantined" : 0,
              "rows_out" : 0,
              "lines_ignored" : 0,
              "reasons" : { },
              "touched_dates" : [ ],
              "restated_dates" : [ ],
              "tables" : { },
              "checks" : [ ],
              "checked" : null,
              "changed" : null,
              "plan" : null,
              "exports" : [ ],
              "streams" : [ ]
            }
            """
                .formatted(Version.CURRENT));
  }

  @Test
  void addsUpWhatWasReported() {
    report.sqlHash("0123456789abcdef");
    report.verdict("RUN", "3 files");
    report.batches(1);
    report.batches(2);
    report.files(2, 1, 0);
    report.files(1, 0, 4);
    report.rows(new RecordCounts(10, 7, 2, 1, 0));
    report.rows(new RecordCounts(5, 5, 0, 0, 3));
    report.rowsOut(12);
    report.rowsOut(1);
    report.reasons(Map.of("value_type", 1L, "id_missing", 1L));
    report.reasons(Map.of("value_type", 2L));
    report.touched(List.of(LocalDate.of(2026, 11, 19), LocalDate.of(2026, 11, 18)));
    report.restated(List.of(LocalDate.of(2026, 11, 18)));
    report.table("readings", 1, 7, 1000);
    report.table("readings", 2, 12, 1500);
    Map<String, Object> violation = new LinkedHashMap<>();
    violation.put("id", "a\"1");
    violation.put("day", LocalDate.of(2026, 11, 18));
    violation.put("value", new BigDecimal("1E+3"));
    violation.put("tags", Arrays.asList(1, null));
    violation.put("note", null);
    report.check("no_gaps", "warn", 1, List.of(violation));
    report.plan(Map.of("id", "plan-7"));
    report.export(Map.of("rows", 3));
    report.stream(
        new StreamFigures(
            "transform",
            1,
            3,
            START,
            START.plusSeconds(1),
            Map.of("addBatch", 1000L, "triggerExecution", 1000L),
            List.of(),
            1,
            Optional.empty()));
    report.stream(
        new StreamFigures(
            "transform",
            2,
            4,
            START.plusSeconds(5),
            START.plusSeconds(10),
            Map.of("addBatch", 2000L, "walCommit", 20L, "triggerExecution", 3000L),
            List.of(new StreamFigures.State("dedupe", 5, 1024)),
            2,
            Optional.of("2026-11-20T02:50:00.000Z")));
    report.stream(
        new StreamFigures(
            "generate", 0, 0, START, START, Map.of(), List.of(), 0, Optional.empty()));
    report.message("two batches");
    report.nextStep("./sluice aggregate --pipeline readings");
    report.end(Outcome.SUCCEEDED, START);

    assertThat(report.json(2))
        .isEqualTo(
            """
            {
              "run_id" : "run-1",
              "try" : 2,
              "job" : "transform",
              "pipeline" : "readings",
              "verdict" : "RUN",
              "verdict_detail" : "3 files",
              "outcome" : "succeeded",
              "exit_code" : 0,
              "message" : "two batches",
              "next_step" : "./sluice aggregate --pipeline readings",
              "started_at" : "2026-11-20T03:00:00.123Z",
              "finished_at" : "2026-11-20T03:00:00.123Z",
              "sluice_version" : "%s",
              "sql_hash" : "0123456789abcdef",
              "batches" : 2,
              "files" : {
                "ingested" : 3,
                "rejected" : 1,
                "ignored" : 4
              },
              "rows_read" : 15,
              "rows_written" : 12,
              "rows_duplicate" : 2,
              "rows_quarantined" : 1,
              "rows_out" : 13,
              "lines_ignored" : 3,
              "reasons" : {
                "id_missing" : 1,
                "value_type" : 3
              },
              "touched_dates" : [ "2026-11-18", "2026-11-19" ],
              "restated_dates" : [ "2026-11-18" ],
              "tables" : {
                "readings" : {
                  "version" : 2,
                  "rows" : 12,
                  "bytes" : 1500
                }
              },
              "checks" : [ {
                "name" : "no_gaps",
                "severity" : "warn",
                "violations" : 1,
                "sample" : [ {
                  "id" : "a\\"1",
                  "day" : "2026-11-18",
                  "value" : 1000,
                  "tags" : [ 1, null ],
                  "note" : null
                } ]
              } ],
              "checked" : null,
              "changed" : null,
              "plan" : {
                "id" : "plan-7"
              },
              "exports" : [ {
                "rows" : 3
              } ],
              "streams" : [ {
                "name" : "transform",
                "batches" : 3,
                "input_rows" : 7,
                "input_rows_per_second" : 0.7,
                "processed_rows_per_second" : 1.8,
                "durations_ms" : {
                  "addBatch" : 3000,
                  "triggerExecution" : 4000,
                  "walCommit" : 20
                },
                "state" : [ {
                  "operator" : "dedupe",
                  "rows" : 5,
                  "memory_bytes" : 1024
                } ],
                "rows_dropped" : 3,
                "watermark" : "2026-11-20T02:50:00.000Z"
              }, {
                "name" : "generate",
                "batches" : 0,
                "input_rows" : 0,
                "input_rows_per_second" : null,
                "processed_rows_per_second" : null,
                "durations_ms" : { },
                "state" : [ ],
                "rows_dropped" : 0,
                "watermark" : null
              } ]
            }
            """
                .formatted(Version.CURRENT));
  }

  @Test
  void theVerdictOfAnUnsafeRunThatGaveNoneIsUnsafe() {
    report.message("Cannot go on: batch 3 has changed");
    report.end(Outcome.UNSAFE, START);

    assertThat(report.json(1))
        .contains("\"verdict\" : \"UNSAFE\"")
        .contains("\"verdict_detail\" : \"Cannot go on: batch 3 has changed\"");
  }

  @Test
  void hasOneVerdict() {
    report.verdict("RUN", "1 file");

    assertThatThrownBy(() -> report.verdict("RUN", "1 file"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("A run has one verdict, and this one has RUN");
  }

  @Test
  void theVersionIsTheBuildsOwn() {
    assertThat(Version.CURRENT).matches("\\d+\\.\\d+\\.\\d+.*");
  }
}

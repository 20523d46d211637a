// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.TableChange;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChangeJsonTest {
  private static final Change EVERYTHING =
      new Change(
          57,
          ChangeKind.BATCH,
          Optional.of(42L),
          "run-1",
          Changes.AT,
          "abc",
          List.of(
              Changes.table("sales", 6),
              new TableChange(
                  "files", -1, List.of("{\"metaData\":{\"id\":\"x\"}}", "{\"add\":{}}"), 0, 0)),
          new RecordCounts(5, 2, 1, 2, 3),
          1,
          Map.of("price_type", 2L, "price_is_positive", 1L),
          new TreeSet<>(List.of(LocalDate.parse("2026-01-06"), LocalDate.parse("2026-01-05"))),
          Optional.of(55L),
          Optional.of(
              new ReplacedRange(
                  new DateRange(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-01-07")),
                  Optional.of("plan-7"))),
          "because \"é\"\n",
          new LogState(
              42,
              57,
              Map.of("sales", 7L, "files", 0L),
              Map.of("daily", new AggregationProgress(55, 6, "def")),
              List.of(
                  new Decision(
                      DecisionKind.ACCEPT,
                      42,
                      "a \"é\".csv",
                      new FileState(7, Changes.AT),
                      Optional.of(new FileState(8, Changes.AT.plusMillis(1))),
                      new Attribution("sent again", "anna@host", Changes.AT, "run-1"),
                      Decision.Scope.OPEN_BATCH),
                  new Decision(
                      DecisionKind.RETRY,
                      41,
                      "b.csv",
                      new FileState(7, Changes.AT),
                      Optional.empty(),
                      new Attribution("", "anna@host", Changes.AT, "run-1"),
                      Decision.Scope.LANDING)),
              Optional.of(
                  new TableSummary(
                      Optional.of(Changes.AT),
                      9,
                      Map.of("price_type", 9L, "price_is_positive", 1L),
                      2,
                      Map.of("abc", DateRanges.of(List.of(LocalDate.parse("2026-01-06"))))))));

  @Test
  void aRecordGivesTheWholeChangeBack() {
    assertThat(ChangeJson.read(ChangeJson.write(EVERYTHING))).isEqualTo(EVERYTHING);
  }

  @Test
  void whatAChangeDoesNotHaveStaysAbsent() {
    Change aggregation =
        Change.ofAggregation(
            new ChangeLog.Position(57, EVERYTHING.state()),
            "run-2",
            Changes.table("daily", 3),
            new AggregationProgress(57, 7, "def"));

    String record = ChangeJson.write(aggregation);

    assertThat(record).doesNotContain("\"batch\"");
    assertThat(ChangeJson.read(record)).isEqualTo(aggregation);
  }

  @Test
  void maintenanceMovesNothingButTheVersion() {
    LogState before = EVERYTHING.state();
    Change maintenance =
        Change.ofMaintenance(
            new ChangeLog.Position(57, before), "run-2", Changes.table("sales", 7));

    assertThat(maintenance.kind()).isEqualTo(ChangeKind.MAINTAIN);
    assertThat(maintenance.state())
        .isEqualTo(
            new LogState(
                before.lastBatch(),
                before.lastData(),
                Map.of("sales", 8L, "files", 0L),
                before.covered(),
                before.decisions(),
                before.standing()));
    assertThat(ChangeJson.read(ChangeJson.write(maintenance))).isEqualTo(maintenance);
  }

  @Test
  void aRecordIsTextThatAnyoneCanRead() {
    assertThat(ChangeJson.write(Changes.batch(1, -1)))
        .isEqualTo(
            """
            {
              "number" : 1,
              "kind" : "batch",
              "batch" : 1,
              "run_id" : "run-1",
              "recorded_at" : "2026-01-05T12:00:00Z",
              "sql_hash" : "abc",
              "note" : "",
              "counts" : {
                "rows_read" : 3,
                "rows_written" : 2,
                "rows_duplicate" : 0,
                "rows_quarantined" : 1,
                "lines_ignored" : 1
              },
              "files_rejected" : 1,
              "reasons" : {
                "price_type" : 1
              },
              "touched_dates" : [ "2026-01-05" ],
              "tables" : {
                "sales" : {
                  "base_version" : -1,
                  "version" : 0,
                  "rows" : 2,
                  "bytes" : 7,
                  "actions" : [ {
                    "add" : {
                      "path" : "a%20b.parquet",
                      "partitionValues" : {
                        "d" : null
                      },
                      "size" : 7
                    }
                  } ]
                },
                "files" : {
                  "base_version" : -1,
                  "version" : 0,
                  "rows" : 2,
                  "bytes" : 7,
                  "actions" : [ {
                    "add" : {
                      "path" : "a%20b.parquet",
                      "partitionValues" : {
                        "d" : null
                      },
                      "size" : 7
                    }
                  } ]
                }
              },
              "state" : {
                "last_batch" : 1,
                "last_data" : 1,
                "versions" : {
                  "files" : 0,
                  "sales" : 0
                },
                "covered" : { }
              }
            }
            """);
  }

  @Test
  void aBatchMovesTheState() {
    Change first =
        Change.ofBatch(
            new ChangeLog.Position(0, LogState.EMPTY),
            1,
            "run-1",
            "abc",
            List.of(Changes.table("sales", -1), Changes.table("files", -1)),
            RecordCounts.NONE,
            0,
            Map.of(),
            new TreeSet<>(),
            "");
    Change daily =
        Change.ofAggregation(
            new ChangeLog.Position(1, first.state()),
            "run-1",
            Changes.table("daily", 4),
            new AggregationProgress(1, 0, "def"));

    assertThat(first.number()).isOne();
    assertThat(first.state())
        .isEqualTo(
            new LogState(
                1,
                1,
                Map.of("sales", 0L, "files", 0L),
                Map.of(),
                List.of(),
                LogState.EMPTY.standing()));
    assertThat(daily.number()).isEqualTo(2);
    assertThat(daily.covers()).contains(1L);
    assertThat(daily.state())
        .isEqualTo(
            new LogState(
                1,
                1,
                Map.of("sales", 0L, "files", 0L, "daily", 5L),
                Map.of("daily", new AggregationProgress(1, 0, "def")),
                List.of(),
                LogState.EMPTY.standing()));
  }

  @Test
  void brokenTextIsNoRecord() {
    String whole = ChangeJson.write(EVERYTHING);
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            whole.replace("batch\"", "?\""),
            whole.replace("2026-01-06", "2026-02-30"),
            whole.replace("T12:", "T"),
            whole.substring(0, 900))) {
      assertThatThrownBy(() -> ChangeJson.read(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.run.RecordCounts;
import io.sluice.table.TableChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeJsonTest {
  private static final LogState STATE =
      new LogState(
          42,
          57,
          Map.of("sales", 7L, "files", 0L),
          Map.of(
              ConsumerKey.aggregation("daily"),
              new ConsumerProgress(55, 6, "def"),
              new ConsumerKey("export", "daily"),
              new ConsumerProgress(54, 5, "ghi")),
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
                  Map.of("abc", DateRanges.of(List.of(LocalDate.parse("2026-01-06")))))),
          TransformedTable.NONE);

  private static final RecordSummary RECORDS =
      new RecordSummary(
          new RecordCounts(5, 2, 1, 2, 3),
          Map.of("price_type", 2L, "price_is_positive", 1L),
          new TreeSet<>(List.of(LocalDate.parse("2026-01-06"), LocalDate.parse("2026-01-05"))));

  private static final ChangeBody BATCH =
      new ChangeBody.Batch(42, "abc", RECORDS, 1, "because \"é\"\n");

  private static Change change(ChangeBody body) {
    return new Change(
        57,
        "run-1",
        Changes.AT,
        body,
        List.of(
            Changes.table("sales", 6),
            new TableChange(
                "files", -1, List.of("{\"metaData\":{\"id\":\"x\"}}", "{\"add\":{}}"), 0, 0)),
        STATE);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aRecordGivesTheWholeChangeBack(ChangeBody body) {
    assertThat(ChangeJson.read(ChangeJson.write(change(body)))).isEqualTo(change(body));
  }

  static Stream<ChangeBody> bodies() {
    DateRange dates = new DateRange(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-01-07"));
    return Stream.of(
        BATCH,
        new ChangeBody.Backfill(
            new ReplacedRange(dates, Optional.of("plan-7")), "abc", RECORDS, "wrong VAT"),
        new ChangeBody.Backfill(
            new ReplacedRange(dates, Optional.empty()), "abc", RecordSummary.NONE, ""),
        new ChangeBody.Aggregation(55, "def"),
        new ChangeBody.Decisions("not ours"),
        new ChangeBody.Maintenance(),
        new ChangeBody.Export("daily", 56, "ghi", RECORDS.touchedDates()));
  }

  @Test
  void earlierVersionsAreToldThatTheyCannotReadExports() {
    String record =
        ChangeJson.write(
            new Change(
                58,
                "run-1",
                Changes.AT,
                new ChangeBody.Export("daily", 57, "ghi", new TreeSet<>()),
                List.of(),
                STATE));
    assertThat(record)
        .startsWith("{\n  \"format\" : 2,\n  \"readable_by\" : \"0.2.0\",")
        .contains("\"export\" : \"daily\"", "\"covers\" : 57");
  }

  /** Records that were written before kinds had bodies, as they were in a pipeline's folder. */
  @ParameterizedTest
  @ValueSource(strings = {"batch", "backfill", "aggregate", "decision", "maintain"})
  void aRecordThatLiesInAFolderIsWrittenAsItWasWithItsFormat(String kind) throws IOException {
    String record = Files.readString(Path.of("src/test/resources/changes", kind + ".json"));

    Change change = ChangeJson.read(record);

    assertThat(change.body().kind()).isEqualTo(kind);
    assertThat(ChangeJson.write(change))
        .isEqualTo(
            record.replaceFirst("^\\{", "{\n  \"format\" : 1,\n  \"readable_by\" : \"0.1.0\","));
  }

  @Test
  void aBackfillOfAllDatesSaysSo() {
    ChangeBody all =
        new ChangeBody.Backfill(
            new ReplacedRange(DateRange.ALL, Optional.empty()), "abc", RecordSummary.NONE, "");
    Change change = Changes.change(3, all, List.of(), Changes.batch(1, -1).state());
    String record = ChangeJson.write(change);

    assertThat(record)
        .startsWith("{\n  \"format\" : 1,")
        .contains(
            """
              "replaced" : {
                "from" : "1900-01-01",
                "to" : "2100-12-31",
                "all" : true
              },
            """,
            "    \"last_whole\" : 3,\n    \"last_restated\" : 3\n");
    assertThat(ChangeJson.read(record)).isEqualTo(change);
  }

  @Test
  void whatEarlierVersionsWouldTakeForDamageHasTheSecondFormat() {
    DateRanges dates =
        DateRanges.of(List.of(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-01-06")));
    LogState extended = Changes.batch(1, -1).state().withNewColumns(List.of("weight"), dates);
    Change change = Changes.change(3, new ChangeBody.Maintenance(), List.of(), extended);
    String record = ChangeJson.write(change);

    assertThat(record)
        .startsWith("{\n  \"format\" : 2,\n  \"readable_by\" : \"0.2.0\",")
        .contains("\"older_columns\" : {\n      \"weight\" : [ \"2026-01-05..2026-01-06\" ]");
    assertThat(ChangeJson.read(record)).isEqualTo(change);
  }

  @Test
  void consumersOtherThanAggregationsHaveAPlaceOfTheirOwn() {
    String record = ChangeJson.write(change(BATCH));

    assertThat(record)
        .contains(
            """
                "covered" : {
                  "daily" : {
                    "change" : 55,
                    "version" : 6,
                    "sql_hash" : "def"
                  }
                },
                "consumers" : {
                  "export" : {
                    "daily" : {
                      "change" : 54,
                      "version" : 5,
                      "sql_hash" : "ghi"
                    }
                  }
                },
            """);
  }

  @Test
  void aStreamSaysWhereItIs() {
    ConsumerProgress progress =
        new ConsumerProgress(57, 7, "def")
            .at(
                56,
                6,
                new StreamPosition(
                    "0a1b",
                    12,
                    false,
                    3,
                    Optional.of(Instant.parse("2026-01-05T11:50:00Z")),
                    4,
                    640));
    Change change = change(BATCH);
    Change moved =
        new Change(
            change.number(),
            change.runId(),
            change.recordedAt(),
            change.body(),
            change.tables(),
            change.state().withProgress(ConsumerKey.aggregation("daily"), progress));

    assertThat(ChangeJson.write(moved))
        .contains(
            """
                  "daily" : {
                    "change" : 56,
                    "version" : 6,
                    "sql_hash" : "def",
                    "stream" : {
                      "checkpoint" : "0a1b",
                      "batch" : 12,
                      "settled" : false,
                      "rows_dropped" : 3,
                      "watermark" : "2026-01-05T11:50:00Z",
                      "state_rows" : 4,
                      "state_bytes" : 640
                    }
                  }
            """);
    assertThat(ChangeJson.read(ChangeJson.write(moved))).isEqualTo(moved);
  }

  @Test
  void aRecordIsTextThatAnyoneCanRead() {
    assertThat(ChangeJson.write(Changes.batch(1, -1)))
        .isEqualTo(
            """
            {
              "format" : 1,
              "readable_by" : "0.1.0",
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
  void aRecordWithoutAFormatHasTheFirst() {
    String old = ChangeJson.write(change(BATCH)).replaceAll(".*\"(format|readable_by)\".*\n", "");

    assertThat(old).startsWith("{\n  \"number\"");
    assertThat(ChangeJson.read(old)).isEqualTo(change(BATCH));
  }

  @Test
  void unknownFieldsOfAKnownFormatArePassedOver() {
    String more =
        ChangeJson.write(change(BATCH))
            .replaceFirst("\\{", "{ \"new\" : [ 1 ],")
            .replace("\"counts\" : {", "\"counts\" : { \"new\" : 1,")
            .replace("\"state\" : {", "\"state\" : { \"new\" : {},");

    assertThat(ChangeJson.read(more)).isEqualTo(change(BATCH));
  }

  @Test
  void brokenTextIsNoRecord() {
    String whole = ChangeJson.write(change(BATCH));
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            whole.replace("\"batch\",", "\"?\","),
            whole.replace("\"batch\" :", "\"covers\" :"),
            whole.replace("\"format\" : 1", "\"format\" : 0"),
            whole.replace("\"format\" : 1", "\"format\" : \"2\""),
            whole.replace("2026-01-06", "2026-02-30"),
            whole.replace("T12:", "T"),
            whole.substring(0, 900))) {
      assertThatThrownBy(() -> ChangeJson.read(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.change.Attribution;
import io.sluice.change.Decision;
import io.sluice.change.DecisionKind;
import io.sluice.change.FileState;
import io.sluice.intake.IgnoredFile;
import io.sluice.intake.IgnoredFile.Why;
import io.sluice.pipeline.Pipeline;
import io.sluice.relation.DecisionsTable;
import io.sluice.run.CheckResult;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.SparkSessionExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkSessionExtension.class)
class BuiltInChecksTest {
  private static final String FRESHNESS =
      "freshness: {warn-after: 3 hours, error-after: 24 hours}\n";
  private static final StructType FILES =
      StructType.fromDDL(
          "path STRING, size BIGINT, batch_id BIGINT, status STRING, reason STRING, modified_at TIMESTAMP,"
              + " rows_read BIGINT, rows_written BIGINT, rows_duplicate BIGINT,"
              + " rows_quarantined BIGINT, dates ARRAY<STRUCT<event_date: DATE, written: BIGINT>>");
  private static final StructType QUARANTINE =
      StructType.fromDDL(
          "id STRING, batch_id BIGINT, file STRING, event_date DATE, reasons ARRAY<STRUCT<code: STRING>>");
  private static final Instant LANDED = Instant.parse("2026-01-05T00:00:00Z");

  @TempDir private Path root;
  private final SparkSession spark;
  private final List<Row> files = new ArrayList<>();
  private final List<Row> quarantine = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<IgnoredFile> ignored = new ArrayList<>();
  private long published;
  private Pipeline pipeline;

  BuiltInChecksTest(SparkSession spark) {
    this.spark = spark;
  }

  @BeforeEach
  void load() {
    pipeline =
        new PipelineFolder(root).write("pipeline.yaml", PipelineFolder.YAML + FRESHNESS).load();
  }

  @Test
  void allHoldWhereNothingIsAmiss() {
    file("a.csv", 3, 2, 1, 0);
    file("b.csv", 2, 2, 0, 0);
    published = 4;

    assertThat(run(LANDED))
        .containsExactly(
            holds("rejected_files", "fail"),
            holds("freshness", "warn"),
            holds("quarantine_open", "warn"),
            holds("ledger_balances", "fail"),
            holds("ignored_files", "warn"));
    assertThat(BuiltInChecks.number(pipeline)).isEqualTo(5);
  }

  @Test
  void rejectedFilesFail() {
    rejected("a.csv");

    assertThat(check("rejected_files", LANDED))
        .isEqualTo(
            new CheckResult(
                "rejected_files",
                "fail",
                1,
                List.of(row("path", "a.csv", "batch_id", 7L, "reason", "header_mismatch: …"))));
  }

  @Test
  void rejectedFilesThatAreSettledDoNot() {
    for (String path : List.of("confirmed.csv", "gone.csv", "retried.csv", "replaced.csv")) {
      rejected(path);
    }
    decided(DecisionKind.REJECT, 7, "confirmed.csv", Optional.empty());
    decided(DecisionKind.ACCEPT_MISSING, 7, "gone.csv", Optional.empty());
    decided(DecisionKind.RETRY, 7, "retried.csv", Optional.empty());
    decided(DecisionKind.ACCEPT, 7, "replaced.csv", Optional.of(new FileState(6, LANDED)));

    assertThat(check("rejected_files", LANDED)).isEqualTo(holds("rejected_files", "fail"));
  }

  @Test
  void whatWasAcceptedAndThenRejectedIsNotSettled() {
    rejected("accepted.csv");
    rejected("other batch.csv");
    decided(DecisionKind.ACCEPT, 7, "accepted.csv", Optional.of(new FileState(5, LANDED)));
    decided(DecisionKind.REJECT, 6, "other batch.csv", Optional.empty());

    assertThat(check("rejected_files", LANDED).violations()).isEqualTo(2);
  }

  @Test
  void openQuarantineWarns() {
    file("a.csv", 3, 1, 0, 2);
    published = 1;
    quarantined("q1", "a.csv", "2026-01-05", "price_type", "id_missing");
    quarantined("q2", "a.csv", null, "column_count");

    CheckResult result = check("quarantine_open", LANDED);

    assertThat(result.severity()).isEqualTo("warn");
    assertThat(result.violations()).isEqualTo(2);
    assertThat(result.sample())
        .extracting(row -> row.get("id"), row -> row.get("file"), row -> row.get("event_date"))
        .containsExactly(tuple("q1", "a.csv", "2026-01-05"), tuple("q2", "a.csv", null));
    assertThat(check("ledger_balances", LANDED).passed()).isTrue();
  }

  @Test
  void filesThatDoNotBalanceFail() {
    file("a.csv", 3, 2, 0, 0);
    published = 2;

    assertThat(check("ledger_balances", LANDED))
        .isEqualTo(
            new CheckResult(
                "ledger_balances",
                "fail",
                1,
                List.of(row("what", "a.csv", "expected", 3L, "found", 2L))));
  }

  @Test
  void tablesThatHoldOtherThanTheLedgerSaysFail() {
    file("a.csv", 3, 2, 0, 1);
    published = 1;

    CheckResult result = check("ledger_balances", LANDED);

    assertThat(result.violations()).isEqualTo(2);
    assertThat(result.sample())
        .containsExactlyInAnyOrder(
            row("what", "rows in quarantine", "expected", 1L, "found", 0L),
            row("what", "rows in sales", "expected", 2L, "found", 1L));
  }

  @Test
  void freshnessWarnsAndFailsAfterItsLimits() {
    file("old.csv", 0, 0, 0, 0);

    assertThat(freshness("2026-01-05T03:00:00Z")).isEqualTo(holds("freshness", "warn"));
    assertThat(freshness("2026-01-05T03:00:01Z"))
        .isEqualTo(stale("warn", "2026-01-05T00:00:00Z", "PT3H1S", "PT3H"));
    assertThat(freshness("2026-01-06T00:00:00Z"))
        .isEqualTo(stale("warn", "2026-01-05T00:00:00Z", "PT24H", "PT3H"));
    assertThat(freshness("2026-01-06T00:00:00.001Z"))
        .isEqualTo(stale("fail", "2026-01-05T00:00:00Z", "PT24H", "PT24H"));
  }

  @Test
  void theNewestFileCounts() {
    file("old.csv", 0, 0, 0, 0);
    files.add(
        RowFactory.create(
            "new.csv",
            5L,
            2L,
            "ingested",
            null,
            java.sql.Timestamp.from(LANDED.plusSeconds(7_200)),
            0L,
            0L,
            0L,
            0L,
            Collections.emptyList()));

    assertThat(freshness("2026-01-05T05:00:00Z").passed()).isTrue();
  }

  @Test
  void noFileAtAllIsNotFresh() {
    assertThat(freshness("2026-01-05T03:00:00Z")).isEqualTo(stale("fail", null, null, "PT24H"));
  }

  @Test
  void freshnessIsNotAskedOfAPipelineWithoutIt() {
    pipeline = new PipelineFolder(root).load();
    file("a.csv", 0, 0, 0, 0);

    assertThat(run(LANDED.plusSeconds(1_000_000)))
        .extracting(CheckResult::name)
        .containsExactly("rejected_files", "quarantine_open", "ledger_balances", "ignored_files");
    assertThat(BuiltInChecks.number(pipeline)).isEqualTo(4);
  }

  @Test
  void filesThatNothingTakesAreTold() {
    ignored.add(new IgnoredFile("a.csv.part", Why.UNDER_WAY));
    ignored.add(new IgnoredFile("sub/\u001bb.csv", Why.IN_SUBFOLDER));

    assertThat(check("ignored_files", LANDED))
        .isEqualTo(
            new CheckResult(
                "ignored_files",
                "warn",
                1,
                List.of(
                    row(
                        "path",
                        "sub/\\u001bb.csv",
                        "why",
                        "source.files takes it in landing/ itself, not in a subfolder"))));
  }

  private CheckResult freshness(String now) {
    return check("freshness", Instant.parse(now));
  }

  private CheckResult check(String name, Instant now) {
    return run(now).stream().filter(result -> result.name().equals(name)).findFirst().orElseThrow();
  }

  private List<CheckResult> run(Instant now) {
    Dataset<Row> ledger = spark.createDataFrame(files, FILES);
    Dataset<Row> open = spark.createDataFrame(quarantine, QUARANTINE);
    Dataset<Row> decided = DecisionsTable.rows(spark, 1, decisions);
    return new BuiltInChecks(pipeline, ledger, open, decided, published, ignored).run(now);
  }

  private void file(String path, long read, long written, long duplicate, long quarantined) {
    List<Row> dates =
        List.of(
            RowFactory.create(java.sql.Date.valueOf("2026-01-05"), written),
            RowFactory.create(java.sql.Date.valueOf("2026-01-06"), 0L));
    files.add(
        RowFactory.create(
            path, 5L, 1L, "ingested", null, at(), read, written, duplicate, quarantined, dates));
  }

  private void rejected(String path) {
    files.add(
        RowFactory.create(
            path, 5L, 7L, "rejected", "header_mismatch: …", at(), 0L, 0L, 0L, 0L, null));
  }

  private void decided(DecisionKind kind, long batch, String path, Optional<FileState> lying) {
    decisions.add(
        new Decision(
            kind,
            batch,
            path,
            new FileState(5, LANDED),
            lying,
            new Attribution("because", "anna@host", LANDED, "run-1"),
            Decision.Scope.RECORD));
  }

  private void quarantined(String id, String file, String date, String... codes) {
    quarantine.add(
        RowFactory.create(
            id,
            1L,
            file,
            date == null ? null : java.sql.Date.valueOf(date),
            Arrays.stream(codes).map(RowFactory::create).toList()));
  }

  private static java.sql.Timestamp at() {
    return java.sql.Timestamp.from(LANDED);
  }

  private static CheckResult holds(String name, String severity) {
    return new CheckResult(name, severity, 0, List.of());
  }

  private static CheckResult stale(String severity, String newest, String age, String allowed) {
    return new CheckResult(
        "freshness",
        severity,
        1,
        List.of(row("newest_file_at", newest, "age", age, "allowed", allowed)));
  }

  private static Map<String, Object> row(Object... columnsAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < columnsAndValues.length; i += 2) {
      row.put((String) columnsAndValues[i], columnsAndValues[i + 1]);
    }
    return row;
  }
}

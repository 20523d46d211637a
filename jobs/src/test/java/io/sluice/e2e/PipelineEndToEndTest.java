// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.oracle.Landed;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Contents;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of every kind go through transform, aggregate and quality, two to a batch. */
@ExtendWith(SparkSessionExtension.class)
class PipelineEndToEndTest {
  private static final int FILES_PER_BATCH = 2;

  @TempDir static Path folder;

  private static Workspace workspace;
  private static TransactionsOracle oracle;
  private static SortedMap<String, String> landed;
  private static RunResult transform;
  private static RunResult aggregate;
  private static RunResult quality;

  @BeforeAll
  static void run() throws IOException {
    workspace = TransactionsPipeline.workspace(folder.resolve("data"));
    LandedKinds.land(workspace);
    landed = workspace.texts("landing");
    oracle = new TransactionsOracle(Landed.in(workspace.in("landing"), FILES_PER_BATCH, 1));
    transform = workspace.run("transform", "--files-per-batch", "2", "--run-id", "first");
    aggregate = workspace.run("aggregate");
    quality = workspace.run("quality");
  }

  @Test
  void every_table_holds_what_the_oracle_says() {
    TransactionsPipeline.requireEqual(workspace, oracle);
  }

  @LongProof
  @Test
  void one_batch_in_another_order_gives_the_same_tables() throws IOException {
    Workspace other = TransactionsPipeline.workspace(folder.resolve("other [1]"));
    Instant newest = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    int age = 0;
    for (String name : landed.keySet()) {
      byte[] bytes = landed.get(name).getBytes(StandardCharsets.ISO_8859_1);
      other.land(name, bytes, newest.minusSeconds(age++));
    }
    // Together the files are large enough for the gate, and bad enough.
    RunResult once =
        other.run("transform", "--max-quarantined-ratio", "1", "--reason", "bad on purpose");
    assertThat(once.verdict()).isEqualTo("RUN 11 files in 1 batch");
    assertThat(once.exitCode()).as(once.outcome()).isZero();
    assertThat(other.run("aggregate").exitCode()).isZero();

    assertThat(other.table("transformed_transactions", "processed_timestamp"))
        .isEqualTo(workspace.table("transformed_transactions", "processed_timestamp"));
    String[] ofBatch = {"batch_id", "archived_path", "modified_at"};
    assertThat(Contents.without(TransactionsPipeline.quarantine(other), ofBatch))
        .isEqualTo(Contents.without(TransactionsPipeline.quarantine(workspace), ofBatch));
    assertThat(Contents.without(TransactionsPipeline.ledger(other), ofBatch))
        .isEqualTo(Contents.without(TransactionsPipeline.ledger(workspace), ofBatch));
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      assertThat(TransactionsPipeline.aggregation(other, relation))
          .isEqualTo(TransactionsPipeline.aggregation(workspace, relation));
    }
  }

  @Test
  void every_record_is_accounted_for() {
    for (Map<String, Object> file : TransactionsPipeline.ledger(workspace)) {
      assertThat((Long) file.get("rows_read"))
          .as(file.toString())
          .isEqualTo(
              (Long) file.get("rows_written")
                  + (Long) file.get("rows_duplicate")
                  + (Long) file.get("rows_quarantined"));
    }
  }

  @Test
  void the_rejected_file_says_why() {
    assertThat(
            workspace.table("files").stream()
                .filter(file -> file.get("reason") != null)
                .map(file -> file.get("path") + ": " + file.get("reason")))
        .containsExactly(
            LandedKinds.REJECTED
                + ": header_mismatch: no column is known in the first line 'id;amount'; is the delimiter ','?");
  }

  @Test
  void the_archive_holds_the_consumed_files_byte_for_byte() throws IOException {
    SortedMap<String, String> expected = new TreeMap<>();
    oracle
        .ledger()
        .forEach(
            file ->
                expected.put(
                    ((String) file.get("archived_path")).replaceFirst("archive/", ""),
                    landed.get(file.get("path"))));
    assertThat(workspace.texts("archive")).isEqualTo(expected);
    assertThat(Folders.listing(workspace.in("landing"))).isEmpty();
  }

  @Test
  void transform_reports_what_it_did() {
    long read = sum("rows_read");
    long written = sum("rows_written");
    long quarantined = sum("rows_quarantined");
    assertThat(transform.exitCode()).isZero();
    assertThat(transform.stdout()).hasSize(2);
    assertThat(transform.verdict()).isEqualTo("RUN 11 files in 6 batches");
    assertThat(transform.outcome())
        .startsWith(
            "SUCCEEDED transform transactions: 10 files (and 1 rejected), %d rows read, %d written, 0 duplicate, %d quarantined; "
                .formatted(read, written, quarantined));
    assertThat(transform.report().path("run_id").asText()).isEqualTo("first");
    assertThat(transform.report().path("try").asInt()).isEqualTo(1);
    assertThat(transform.report().path("verdict").asText()).isEqualTo("RUN");
    assertThat(transform.report().path("outcome").asText()).isEqualTo("succeeded");
    assertThat(transform.report().path("batches").asInt()).isEqualTo(6);
    assertThat(transform.report().path("files").toString())
        .isEqualTo("{\"ingested\":10,\"rejected\":1,\"ignored\":0}");
    assertThat(transform.report().path("rows_read").asLong()).isEqualTo(read);
    assertThat(transform.report().path("rows_written").asLong()).isEqualTo(written);
    assertThat(transform.report().path("rows_quarantined").asLong()).isEqualTo(quarantined);
    assertThat(transform.report().path("lines_ignored").asLong()).isEqualTo(sum("lines_ignored"));
    assertThat(numbers(transform, "reasons")).isEqualTo(oracle.reasons());
    assertThat(texts(transform, "touched_dates"))
        .isEqualTo(
            oracle.transformed().stream()
                .map(row -> row.get("event_date").toString())
                .distinct()
                .sorted()
                .toList());
    assertThat(transform.report().path("tables").path("files").path("rows").asLong()).isEqualTo(11);
  }

  @Test
  void aggregate_reports_what_it_did() {
    assertThat(aggregate.exitCode()).isZero();
    assertThat(aggregate.stdout()).hasSize(2);
    assertThat(aggregate.verdict())
        .isEqualTo(
            "RUN " + String.join(", ", TransactionsPipeline.AGGREGATIONS) + " up to change 6");
    assertThat(aggregate.outcome()).startsWith("SUCCEEDED aggregate transactions: ");
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      assertThat(aggregate.report().path("tables").path(relation).path("rows").asInt())
          .isEqualTo(workspace.table(relation).size());
    }
  }

  @Test
  void quality_says_no_because_of_the_rejected_file() {
    assertThat(quality.exitCode()).isEqualTo(3);
    assertThat(quality.message())
        .isEqualTo(
            "Cannot call transactions good: rejected_files (1 violation); it is published, but nothing downstream should use it");
    assertThat(quality.report().path("outcome").asText()).isEqualTo("gate_failed");
    assertThat(quality.report().path("next_step").asText())
        .isEqualTo(
            "./sluice status --pipeline transactions --run %s shows the violations; mend what causes them, then rerun ./sluice quality --pipeline transactions"
                .formatted(quality.report().path("run_id").asText()));
    assertThat(quality.outcome()).startsWith("GATE FAILED quality transactions: ");
    assertThat(violations())
        .isEqualTo(
            new TreeMap<>(
                Map.ofEntries(
                    Map.entry("rejected_files", 1L),
                    Map.entry("freshness", 0L),
                    Map.entry("quarantine_open", (long) oracle.quarantine().size()),
                    Map.entry("ledger_balances", 0L),
                    Map.entry("ignored_files", 0L),
                    Map.entry("daily_adds_up", 0L),
                    Map.entry("hourly_adds_up", 0L),
                    Map.entry("ids_on_two_dates", 0L),
                    Map.entry("keys_unique_within_date", 0L),
                    Map.entry("metrics_add_up", 0L),
                    Map.entry("metrics_within_bounds", 0L),
                    Map.entry("no_unknown_status", 1L),
                    Map.entry("revenue_within_bounds", 0L))));
  }

  private static SortedMap<String, Long> violations() {
    SortedMap<String, Long> violations = new TreeMap<>();
    quality
        .report()
        .path("checks")
        .forEach(
            check ->
                violations.put(check.path("name").asText(), check.path("violations").asLong()));
    return violations;
  }

  private static SortedMap<String, Long> numbers(RunResult result, String field) {
    SortedMap<String, Long> numbers = new TreeMap<>();
    result
        .report()
        .path(field)
        .fields()
        .forEachRemaining(entry -> numbers.put(entry.getKey(), entry.getValue().asLong()));
    return numbers;
  }

  private static List<String> texts(RunResult result, String field) {
    List<String> texts = new ArrayList<>();
    result.report().path(field).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static long sum(String column) {
    return oracle.ledger().stream().mapToLong(file -> (Long) file.get(column)).sum();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static io.sluice.e2e.Transactions.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.oracle.Landed;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Contents;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same key comes again: in a file, in a batch, in later batches, equal or not. */
@ExtendWith(SparkSessionExtension.class)
class DuplicatesTest {
  private static final String QUOTED = "\"txn \"\"9\"\"\"";

  @TempDir static Path folder;

  private static Workspace workspace;
  private static TransactionsOracle oracle;
  private static RunResult transform;

  @BeforeAll
  static void run() throws IOException {
    workspace = TransactionsPipeline.workspace(folder.resolve("data"));
    land();
    oracle = new TransactionsOracle(Landed.in(workspace.in("landing"), 2, 1));
    transform = workspace.run("transform", "--files-per-batch", "2");
    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    assertThat(workspace.run("aggregate").exitCode()).isZero();
  }

  private static void land() throws IOException {
    String first =
        Transactions.file(
            record(1),
            record(2),
            record(3),
            record(4, Map.of("amount", "12.50")),
            record(5),
            record(1),
            record(6, Map.of("transaction_id", QUOTED)));
    workspace.land("1 first.csv", first);
    workspace.land(
        "2 second.csv",
        Transactions.file(
            record(2),
            record(3, Map.of("status", "another")),
            record(4, Map.of("amount", " 12.5 ", "transaction_id", "\"txn-0004\"")),
            record(6, Map.of("transaction_id", QUOTED)),
            record(5, Map.of("amount", "bad")),
            record(7)));
    workspace.land("3 first again.csv", first);
    workspace.land(
        "4 other days.csv",
        Transactions.file(
            record(1, Map.of("event_time", "2024-03-09 00:00:00")), record(8), record(8)));
    workspace.land(
        "5 corrections.csv",
        Transactions.file(
            record(1, Map.of("amount", "77.00")),
            record(2, Map.of("amount", "88.00")),
            record(2, Map.of("amount", "88.00")),
            record(9)));
    workspace.land("6 late.csv", Transactions.file(record(9), record(10), record(7)));
  }

  @Test
  void every_table_holds_what_the_oracle_says() {
    TransactionsPipeline.requireEqual(workspace, oracle);
  }

  @Test
  void each_file_is_accounted_for() {
    assertThat(
            workspace.table("files").stream()
                .map(
                    file ->
                        "%s: %s read, %s written, %s duplicate, %s quarantined"
                            .formatted(
                                file.get("path"),
                                file.get("rows_read"),
                                file.get("rows_written"),
                                file.get("rows_duplicate"),
                                file.get("rows_quarantined")))
                .sorted())
        .containsExactly(
            "1 first.csv: 7 read, 6 written, 1 duplicate, 0 quarantined",
            "2 second.csv: 6 read, 1 written, 3 duplicate, 2 quarantined",
            "3 first again.csv: 7 read, 0 written, 7 duplicate, 0 quarantined",
            "4 other days.csv: 3 read, 2 written, 1 duplicate, 0 quarantined",
            "5 corrections.csv: 4 read, 1 written, 0 duplicate, 3 quarantined",
            "6 late.csv: 3 read, 1 written, 2 duplicate, 0 quarantined");
    assertThat(transform.report().path("rows_duplicate").asLong()).isEqualTo(14);
    assertThat(transform.report().path("reasons").path("conflicting_duplicate").asLong())
        .isEqualTo(4);
  }

  @Test
  void a_conflict_says_what_it_is_about() {
    assertThat(
            workspace.table("quarantine").stream()
                .filter(row -> row.get("file").equals("2 second.csv"))
                .flatMap(row -> ((List<?>) row.get("reasons")).stream())
                .map(reason -> String.valueOf(((Map<?, ?>) reason).get("message"))))
        .contains(
            "another record came first with transaction_id = 'txn-0003' on 2024-03-01, in 1 first.csv; they differ in status, status_category");
  }

  @Test
  void all_in_one_batch_publishes_the_same() throws IOException {
    Workspace other = TransactionsPipeline.workspace(folder.resolve("other"));
    workspace
        .texts("archive")
        .forEach(
            (path, text) -> {
              try {
                other.land(path.replaceFirst("^[0-9]+/", ""), text);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    RunResult once =
        other.run("transform", "--max-quarantined-ratio", "1", "--reason", "bad on purpose");
    assertThat(once.exitCode()).as(once.outcome()).isZero();
    assertThat(other.table("transformed_transactions", "processed_timestamp"))
        .isEqualTo(workspace.table("transformed_transactions", "processed_timestamp"));
    assertThat(Contents.without(TransactionsPipeline.quarantine(other), "batch_id"))
        .isEqualTo(Contents.without(TransactionsPipeline.quarantine(workspace), "batch_id"));
  }
}

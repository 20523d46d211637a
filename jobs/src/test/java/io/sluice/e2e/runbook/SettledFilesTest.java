// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static io.sluice.e2e.Transactions.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call settles files that changed, went, can't be read or should not have come. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class SettledFilesTest {
  private static final Instant LATER = Instant.parse("2024-04-05T00:00:00Z");

  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Scenario("A noted file changed or is gone")
  void noted_files_are_taken_as_they_are_or_given_up() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 10));
    onCall.workspace().land("2.csv", Transactions.file(11, 20));
    onCall.workspace().land("3.csv", Transactions.file(21, 30));
    Path inTheWay = Files.writeString(onCall.workspace().in("checkpoints"), "no folder");
    onCall.sees(2, "transform");
    Files.delete(inTheWay);
    change("1.csv", Transactions.file(1, 12));
    change("2.csv", Transactions.file(13, 20));
    Files.delete(onCall.workspace().in("landing/3.csv"));
    onCall.expect(1, "1.csv");
    onCall.expect(2, "2.csv");
    onCall.sees(5, "transform");

    assertThat(onCall.types("files", "list", "changed").stdout()).hasSize(4);
    assertThat(onCall.types("files", "list", "gone").stdout()).hasSize(3);
    typesTwice("1.csv", "files", "accept", "!--missing");
    typesTwice("2.csv", "files", "reject");
    typesTwice("3.csv", "files", "accept", "--missing");
    onCall.succeeds("transform");
    requireRows(onCall.oracle());
    onCall.succeeds("aggregate");
    onCall.succeeds("quality");
  }

  @Test
  @Scenario("Rejected files")
  void rejected_files_are_retried_or_confirmed_as_worthless() throws IOException {
    onCall.edit("pipeline.yaml", "extra-columns: report", "extra-columns: reject");
    onCall.workspace().land("1.csv", Transactions.file(1, 10));
    onCall.workspace().land("2.csv", Transactions.file(11, 20).replace("\n", ",more\n"));
    onCall.workspace().land("3.csv", "what;is;this\n1;2;3\n");
    onCall.expect(1, "1.csv");
    onCall.expect(2, "2.csv");
    assertThat(onCall.sees(3, "run").message()).contains("rejected_files (2 violations)");

    assertThat(onCall.types("files", "list", "rejected").stdout())
        .hasSize(4)
        .filteredOn(line -> line.contains("header_mismatch"))
        .hasSize(2);
    onCall.edit("pipeline.yaml", "extra-columns: reject", "extra-columns: report");
    typesTwice("2.csv", "files", "retry");
    typesTwice("3.csv", "files", "reject");
    onCall.succeeds("run");
    requireRows(onCall.oracle());
    requireAggregated(onCall.oracle());
  }

  @Test
  @Scenario("A raw file is lost")
  void a_backfill_does_without_a_raw_file_that_is_lost() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 10));
    onCall.workspace().land("2.csv", Transactions.file(11, 20));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    Files.delete(onCall.workspace().in("archive/000001/1.csv"));
    onCall.sees(
        5, "backfill", "--from", "2024-03-01", "--to", "2024-03-03", "--reason", "corrected");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());

    typesTwice("1.csv", "files", "accept");
    onCall.with("FROM", "2024-03-01").with("TO", "2024-03-03");
    assertThat(onCall.types("backfill").message())
        .isEqualTo(
            "1 raw file is gone, and what the dates had of it is left out, as was accepted: 1.csv");
    onCall.types("backfill");
    onCall.types("aggregate");
    requireRows(onCall.oracle("1.csv"));
    requireAggregated(onCall.oracle("1.csv"));
  }

  /** It came first, so that a record that contradicts it is quarantined. */
  @Test
  @Scenario("A wrong file was published")
  void a_published_file_is_taken_out_again() throws IOException {
    onCall
        .workspace()
        .land(
            "1 test.csv",
            Transactions.file(record(5, Map.of("amount", "1.00")), record(31), record(32)));
    onCall.takeIn(1);
    onCall.workspace().land("2.csv", Transactions.file(1, 20));
    onCall.takeIn(2);
    onCall.succeeds("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());

    List<String> found = onCall.with("FILE", "1 test.csv").types("query").stdout();
    assertThat(found.get(1)).matches("archive/000001/1 test.csv +2024-03-02 +2024-03-03 *");
    onCall.with("ARCHIVED_PATH", "archive/000001/1 test.csv");
    onCall.typesInShell(0, "mkdir");
    onCall.typesInShell(0, "mv");
    typesTwice("1 test.csv", "files", "accept");
    onCall.with("FIRST", "2024-03-02").with("LAST", "2024-03-03");
    onCall.types("backfill");
    onCall.types("backfill");
    onCall.types("aggregate");
    requireRows(onCall.oracle("1 test.csv"));
    requireAggregated(onCall.oracle("1 test.csv"));
    assertThat(onCall.workspace().in("aside/1 test.csv")).exists();
  }

  private void typesTwice(String file, String... words) throws IOException {
    assertThat(onCall.with("FILE", file).types(words).verdict()).startsWith("RUN ");
    assertThat(onCall.types(words).verdict()).startsWith("NO-OP ");
  }

  private void change(String name, String content) throws IOException {
    onCall.workspace().land(name, content.getBytes(StandardCharsets.UTF_8), LATER);
  }

  private void requireRows(TransactionsOracle oracle) {
    assertThat(TransactionsPipeline.transformed(onCall.workspace()))
        .isEqualTo(Contents.sorted(oracle.transformed()));
    assertThat(TransactionsPipeline.quarantine(onCall.workspace()))
        .isEqualTo(Contents.sorted(oracle.quarantine()));
  }

  private void requireAggregated(TransactionsOracle oracle) {
    TransactionsPipeline.AGGREGATIONS.forEach(
        relation -> TransactionsPipeline.requireAggregated(onCall.workspace(), relation, oracle));
  }
}

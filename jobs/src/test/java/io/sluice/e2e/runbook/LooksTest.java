// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static io.sluice.e2e.Transactions.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call looks at a pipeline that is in order, or nearly. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class LooksTest {
  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Scenario("First look")
  void one_screen_shows_the_state_and_what_clear_would_do() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 10));
    onCall.takeIn(1);
    String[] bad =
        IntStream.rangeClosed(11, 120)
            .mapToObj(id -> record(id, Map.of("amount", "none")))
            .toArray(String[]::new);
    onCall.workspace().land("2.csv", Transactions.file(bad));
    String verdict = onCall.sees(3, "transform").verdict();
    SortedMap<String, String> before = Folders.listing(onCall.workspace().in(""));

    assertThat(onCall.types("status").stdout())
        .anyMatch(line -> line.startsWith("transform ") && line.contains(" RESUME batch 2 "));
    assertThat(Folders.listing(onCall.workspace().in(""))).isEqualTo(before);
    assertThat(verdict).isEqualTo("RUN 1 file in 1 batch");
    assertThat(onCall.sees(3, "transform").verdict()).startsWith("RESUME batch 2 ");
  }

  @Test
  @Scenario("No new data")
  void files_that_are_not_taken_are_found_and_renamed() throws IOException {
    byte[] old = Transactions.file(1, 10).getBytes(StandardCharsets.UTF_8);
    onCall.workspace().land("1.csv", old, Instant.now().minus(Duration.ofDays(3)));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    onCall.sees(3, "quality");
    onCall.workspace().land("2", Transactions.file(11, 20));

    assertThat(onCall.typesInShell(0, "ls")).anyMatch(line -> line.endsWith(" 2"));
    assertThat(onCall.types("status").stdout())
        .anyMatch(line -> line.matches("landing +0 files, 1 ignored *"));
    onCall.with("FILE", "2").typesInShell(0, "mv");
    onCall.expect(2);
    assertThat(onCall.types("status").stdout()).anyMatch(line -> line.matches("landing +1 file *"));
    onCall.types("run");
    onCall.types("run");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario("Runs get slower")
  void small_files_become_few() throws IOException {
    for (int batch = 1; batch <= 3; batch++) {
      onCall.workspace().land(batch + ".csv", Transactions.file(10 * batch, 10 * batch + 9));
      onCall.takeIn(batch);
    }
    onCall.succeeds("aggregate");
    onCall.succeeds("status");
    int files = onCall.dataFiles();

    onCall.types("maintain");
    assertThat(onCall.dataFiles()).isLessThan(files);
    assertThat(onCall.types("maintain").verdict()).startsWith("NO-OP ");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario("Look closer")
  void runs_and_tables_are_looked_into() throws IOException {
    onCall
        .workspace()
        .land("1.csv", Transactions.file(record(1), record(4), record(3, Map.of("amount", "?"))));
    onCall.expect(1);
    onCall.succeeds("run", "--run-id", "nightly");
    onCall.succeeds("quarantine discard", "--all", "--reason", "test record");
    onCall.with("RUN_ID", "nightly");

    assertThat(onCall.typesInShell(0, "ls")).hasSize(5);
    assertThat(onCall.types("status", "!--json").stdout())
        .contains("job: transform", "job: aggregate", "job: quality", "job: run");
    JsonNode reports = new ObjectMapper().readTree(printed("status", "--json")).path("reports");
    assertThat(reports).hasSize(4);
    assertThat(onCall.types("files", "list").stdout().get(1)).matches("ingested +1 +1.csv .*");
    assertThat(printed("query", "status,")).contains("1.csv  ingested  3          2");
    assertThat(printed("query", "decision,")).contains("discard").contains("test record");
    assertThat(onCall.types("query", "csv").stdout())
        .hasSize(1 + onCall.oracle().aggregation("transaction_metrics").size())
        .anyMatch(line -> line.startsWith("books,1,"))
        .anyMatch(line -> line.startsWith("toys,1,"));
  }

  @Test
  @Scenario("Airflow")
  void what_the_page_says_of_airflow_is_in_the_dags() throws IOException {
    onCall.cannotType(
        "airflow pools set sluice 1 'One Spark driver at a time'", "there is no Airflow here");
    assertThat(dags("sluice_airflow/preflight.py"))
        .contains("airflow pools set {POOL} 1 'One Spark driver at a time'");
    assertThat(dags("sluice_airflow/settings.py")).contains("POOL = \"sluice\"");
    assertThat(dags("pipelines.py"))
        .contains("preflight >> generate >> transform >> aggregate >> quality")
        .contains("\"max_quarantined_ratio\": Param", "\"reason\": Param")
        .contains("[\"generate_rows\"] = Param", "[\"generate_files\"] = Param");
    assertThat(dags("sluice_airflow/operator.py")).contains("STOP_SECONDS = 30\n");
  }

  private String printed(String... words) throws IOException {
    return String.join("\n", onCall.types(words).stdout());
  }

  private static String dags(String file) throws IOException {
    Path folder = Pipelines.REAL.resolveSibling("dags");
    return Files.readString(folder.resolve(file));
  }
}

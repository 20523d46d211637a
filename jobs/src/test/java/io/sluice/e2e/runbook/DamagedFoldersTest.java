// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.DeltaFolder;
import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call finds a pipeline's folder damaged. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DamagedFoldersTest {
  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Scenario("Exit code 5: log, tables or input disagree")
  void what_doctor_can_mend_is_mended() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.takeIn(1);
    onCall.workspace().land("2.csv", Transactions.file(21, 30));
    onCall.takeIn(2);
    Path log = onCall.workspace().in("tables/files/_delta_log");
    Files.writeString(log.resolve("%020d.json".formatted(1)), "");
    onCall.sees(5, "transform");

    onCall.types(5, "doctor", "!--repair");
    RunResult mended = onCall.types("doctor", "--repair");
    assertThat(mended.message()).isEqualTo("1 thing mended; all agrees");
    assertThat(onCall.types("doctor", "--repair").message()).isEqualTo("all agrees");
    assertThat(onCall.workspace().in("aside")).isNotEmptyDirectory();
    onCall.succeeds("transform");
    onCall.succeeds("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario("Data files are lost")
  void lost_dates_and_aggregations_are_computed_again() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    lose(TransactionsPipeline.TABLE);
    lose("transaction_metrics");
    String lines = String.join(" ", onCall.sees(5, "doctor").stdout());
    String date = lines.replaceAll(".*event_date=([-0-9]+)/.*", "$1");

    onCall.with("FROM", date).with("TO", date).with("RELATION", "transaction_metrics");
    onCall.types("backfill");
    onCall.types("aggregate", "--full-refresh");
    onCall.types("aggregate", "!--full-refresh");
    assertThat(onCall.types("doctor").message()).isEqualTo("all agrees");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  private void lose(String relation) throws IOException {
    DeltaFolder table = new DeltaFolder(onCall.workspace().in("tables/" + relation));
    Files.delete(table.folder().resolve(table.current().first()));
  }

  /** The file of the second batch and the one that waits are in the damaged folder alone. */
  @Test
  @Scenario("Restore")
  void a_backup_is_put_back_and_what_has_arrived_since_lands_again() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 10));
    onCall.takeIn(1);
    Folders.copy(onCall.workspace().in(""), onCall.in("backup/transactions"));
    onCall.workspace().land("2.csv", Transactions.file(11, 20));
    onCall.expect(2);
    onCall.succeeds("transform");
    onCall.workspace().land("3.csv", Transactions.file(21, 30));
    onCall.expect(2);
    Folders.delete(onCall.workspace().in("tables/files"));
    onCall.sees(5, "transform");
    onCall.sees(5, "doctor", "--repair");

    onCall.with("BACKUP", "backup").with("BATCH", "000002");
    onCall.typesInShell(0, "mv");
    onCall.typesInShell(0, "cp", "BACKUP/transactions");
    onCall.types("doctor");
    assertThat(onCall.typesInShell(0, "ls")).filteredOn("000002"::equals).hasSize(1);
    onCall.typesInShell(0, "cp", "data/transactions.broken/archive/BATCH/.");
    onCall.typesInShell(0, "cp", "data/transactions.broken/landing/.");
    onCall.types("run");
    onCall.types("run");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario("A checkpoint was lost")
  void lost_checkpoints_cost_no_data() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    Folders.delete(onCall.workspace().in("checkpoints/transform"));
    Folders.delete(onCall.workspace().in("checkpoints/aggregate"));

    assertThat(onCall.types("transform").verdict()).isEqualTo("NO-OP nothing landed since batch 1");
    assertThat(onCall.types("aggregate").verdict()).startsWith("NO-OP ");
    onCall.workspace().land("2.csv", Transactions.file(21, 30));
    onCall.expect(2);
    assertThat(onCall.types("transform").verdict()).isEqualTo("RUN 1 file in 1 batch");
    onCall.types("aggregate");
    onCall.types("doctor");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }
}

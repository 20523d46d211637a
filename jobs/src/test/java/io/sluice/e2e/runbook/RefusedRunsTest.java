// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static io.sluice.e2e.Transactions.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.faults.Crashes;
import io.sluice.testing.Contents;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call finds a task that ended with 2 or 3. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class RefusedRunsTest {
  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Scenario("Exit code 2: arguments, SQL, settings or rights are wrong")
  void mistakes_in_the_folder_are_corrected_while_files_wait() throws IOException {
    onCall.keepOneTestCase();
    onCall.edit("rules.sql", "from source", "form source");
    onCall.workspace().land("1.csv", Transactions.file(1, 30));
    onCall.expect(1);
    assertThat(onCall.sees(2, "transform").message()).contains("rules.sql");
    onCall.types(2, "validate");

    onCall.edit("rules.sql", "form source", "from source");
    onCall.types("validate");
    onCall.types("test");
    onCall.succeeds("transform");
    TransactionsPipeline.requirePublished(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario("Exit code 3 from transform: a batch was refused")
  void a_refused_batch_goes_on_in_three_ways() throws IOException {
    onCall.workspace().land("good.csv", Transactions.file(1, 100));
    onCall.workspace().land("bad.csv", negative(101, 150));
    onCall.expect(1);
    onCall.sees(3, "transform");
    assertThat(onCall.workspace().hasTable(TransactionsPipeline.TABLE)).isFalse();
    Path refused = onCall.in("refused");
    Folders.copy(onCall.workspace().in(""), refused);

    onCall.with("FILE", "bad.csv").types("files", "reject");
    assertThat(onCall.types("files", "reject").verdict()).startsWith("NO-OP ");
    onCall.succeeds("transform");
    assertThat(TransactionsPipeline.transformed(onCall.workspace()))
        .isEqualTo(Contents.sorted(onCall.oracle("bad.csv").transformed()));
    assertThat(onCall.workspace().texts("archive")).containsKey("000001/bad.csv");

    setBackTo(refused);
    onCall.types("transform");
    assertThat(onCall.types("transform").verdict()).startsWith("NO-OP ");
    TransactionsPipeline.requirePublished(onCall.workspace(), onCall.oracle());

    setBackTo(refused);
    onCall.edit("rules.sql", "amount > 0", "amount <> 0");
    onCall.succeeds("transform");
    assertThat(onCall.workspace().table("quarantine")).isEmpty();
    assertThat(onCall.workspace().table(TransactionsPipeline.TABLE)).hasSize(150);

    setBackTo(refused);
    Files.writeString(
        onCall.in("sql/transactions/quality/no_refunds.sql"),
        "-- stage: batch\nselect transaction_id from transformed_transactions where amount < 0");
    assertThat(onCall.types(3, "transform").message()).contains("check no_refunds finds 50 ");
    assertThat(onCall.workspace().hasTable(TransactionsPipeline.TABLE)).isFalse();
  }

  @Test
  @Scenario("Exit code 3 from quality: published, and not good")
  void violations_are_shown_and_what_causes_them_is_corrected() throws IOException {
    Path check = onCall.in("sql/transactions/quality/amounts_are_small.sql");
    String sql = "select transaction_id, amount from transformed_transactions where amount > %d";
    Files.writeString(check, sql.formatted(370));
    onCall.workspace().land("1.csv", Transactions.file(1, 30));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    RunResult refused = onCall.sees(3, "quality", "--run-id", "nightly");
    assertThat(refused.message()).contains("amounts_are_small (2 violations)");
    assertThat(refused.report().path("next_step").asText())
        .startsWith("./sluice status --pipeline transactions --run nightly shows ");

    assertThat(onCall.with("RUN_ID", "nightly").types("status", "--run").stdout())
        .anyMatch(line -> line.startsWith("check amounts_are_small (fail): 2, such as {"));
    onCall.types(3, "quality");
    Files.writeString(check, sql.formatted(1000));
    onCall.types("quality");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  private void setBackTo(Path copy) throws IOException {
    Crashes.forget();
    Folders.delete(onCall.workspace().in(""));
    Folders.copy(copy, onCall.workspace().in(""));
  }

  private static String negative(int first, int last) {
    List<String> records =
        IntStream.rangeClosed(first, last)
            .mapToObj(id -> record(id, Map.of("amount", "-5.00")))
            .toList();
    return Transactions.file(records.toArray(String[]::new));
  }
}

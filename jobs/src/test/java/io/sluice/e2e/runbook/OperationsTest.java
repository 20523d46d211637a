// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static io.sluice.e2e.Transactions.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands of operations.md that change what is published do what the page says. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class OperationsTest {
  private static final String PAGE = "operations.md";
  private static final String DAILY = "daily_category_metrics";

  /** After the times of all records. */
  private static final Instant LANDED = Instant.parse("2026-11-20T00:00:00Z");

  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Scenario(page = PAGE, value = "Files")
  void files_are_listed_rejected_retried_and_accepted() throws IOException {
    onCall.edit("pipeline.yaml", "extra-columns: report", "extra-columns: reject");
    onCall.workspace().land("shop-6.csv", Transactions.file(1, 10).replace("\n", ",more\n"));
    onCall.workspace().land("shop-7.csv", "what;is;this\n1;2;3\n");
    onCall.succeeds("transform");
    String[] bad =
        IntStream.rangeClosed(11, 120)
            .mapToObj(id -> record(id, Map.of("amount", "none")))
            .toArray(String[]::new);
    onCall.workspace().land("shop-8.csv", Transactions.file(bad));
    onCall.workspace().land("shop-9.csv", Transactions.file(121, 130));
    onCall.sees(3, "transform");
    onCall.workspace().land("shop-8.csv", Transactions.file(11, 20));
    Files.delete(onCall.workspace().in("landing/shop-9.csv"));
    onCall.sees(5, "transform");

    assertThat(onCall.types("files", "list", "!--status").stdout())
        .anyMatch(line -> line.contains(" shop-7.csv "))
        .anyMatch(line -> line.contains(" shop-8.csv "));
    assertThat(onCall.types("files", "list", "--status").stdout())
        .anyMatch(line -> line.contains(" shop-6.csv "))
        .anyMatch(line -> line.contains(" shop-7.csv "))
        .noneMatch(line -> line.contains(" shop-8.csv "));
    onCall.edit("pipeline.yaml", "extra-columns: reject", "extra-columns: report");
    typesTwice("RUN reject 1 file", "files", "reject");
    typesTwice("RUN retry 1 file", "files", "retry");
    typesTwice("RUN accept 1 file", "files", "accept", "!--missing");
    typesTwice("RUN accept as missing 1 file", "files", "accept", "--missing");
    onCall.expect(2, "shop-8.csv");
    onCall.expect(3, "shop-6.csv");
    onCall.succeeds("run");
    assertThat(TransactionsPipeline.transformed(onCall.workspace()))
        .isEqualTo(Contents.sorted(onCall.oracle().transformed()));
    assertThat(TransactionsPipeline.quarantine(onCall.workspace())).isEmpty();
  }

  @Test
  @Scenario(page = PAGE, value = "Backfill")
  void dates_are_computed_anew_by_a_plan_or_at_once() throws IOException {
    String right = "amount * quantity * share_to_pay, 2";
    onCall.edit("transformations.sql", right, "amount * quantity * share_to_pay * share_to_pay, 2");
    land("1.csv", record(1, on("2026-11-18")), record(2, on("2026-11-19")));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    onCall.edit("transformations.sql", "share_to_pay * share_to_pay, 2", "share_to_pay, 2");
    List<Map<String, Object>> before = TransactionsPipeline.transformed(onCall.workspace());

    RunResult plan = onCall.types("backfill", "--plan");
    assertThat(TransactionsPipeline.transformed(onCall.workspace()))
        .isEqualTo(before)
        .isNotEqualTo(Contents.sorted(onCall.oracle().transformed()));
    onCall.insteadOf("plan-20261121T180000Z-3fa9c1", plan.report().at("/plan/id").asText());
    typesTwice("REPLACE 2026-11-18..2026-11-19 ", "backfill", "--apply");
    onCall.types("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());

    assertThat(onCall.types("backfill", "--reason", "!--apply").verdict())
        .isEqualTo("REPLACE 2026-11-18..2026-11-19 from 1 file");
    onCall.types("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario(page = PAGE, value = "Quarantine")
  void records_are_listed_shown_replayed_and_discarded() throws IOException {
    Map<String, String> comma =
        Map.of("event_time", "2026-11-18 10:00:00", "amount", "\"12,50\"", "discount_percent", "");
    land("shop-6.csv", record(1, comma));
    land(
        "shop-7.csv",
        record(2, Map.of("event_time", "2026-11-19 10:00:00", "payment_method", "crypto")));
    onCall.succeeds("transform");

    List<String> listed = onCall.types("quarantine", "list").stdout();
    assertThat(listed)
        .anyMatch(line -> line.contains("shop-6.csv"))
        .noneMatch(line -> line.contains("shop-7.csv"));
    onCall.insteadOf("3fa9c1", id(listed));
    assertThat(onCall.types("quarantine", "show").stdout()).contains("- amount = 12,50");
    onCall.edit("pipeline.yaml", "extra-columns: report", "options: {decimal: \",\"}");
    typesTwice("REPLACE 2026-11-18..2026-11-18 ", "quarantine", "replay");
    typesTwice("RUN discard 1 record", "quarantine", "discard");
    assertThat(onCall.workspace().table(TransactionsPipeline.TABLE))
        .extracting(row -> row.get("transaction_id") + " " + row.get("amount"))
        .containsExactly("txn-0001 12.50");
    assertThat(onCall.succeeds("quarantine list").outcome()).contains("no record matches");
  }

  @Test
  @Scenario(page = PAGE, value = "Full refresh")
  void aggregations_are_computed_anew_or_dropped() throws IOException {
    String file = "aggregations/" + DAILY + ".sql";
    onCall.edit(file, "cast(total_discount_percent as", "cast(1 + total_discount_percent as");
    Path dropped = onCall.in("sql/transactions/aggregations/orders.sql");
    Files.writeString(dropped, "select count(*) as orders from transformed_transactions\n");
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    onCall.edit(file, "cast(1 + total_discount_percent as", "cast(total_discount_percent as");
    onCall.sees(2, "aggregate");

    assertThat(onCall.types("--full-refresh", DAILY).verdict())
        .isEqualTo("FULL-REFRESH " + DAILY + ", transaction_metrics up to change 1 (asked for)");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
    assertThat(onCall.types("--full-refresh", "!" + DAILY).verdict()).startsWith("FULL-REFRESH ");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
    Files.delete(dropped);
    onCall.with("RELATION", "orders");
    typesTwice("RUN drop orders", "--drop");
    assertThat(onCall.workspace().table("orders")).isEmpty();
  }

  @Test
  @Scenario(page = PAGE, value = "Maintenance")
  void small_files_become_few() throws IOException {
    for (int batch = 1; batch <= 3; batch++) {
      onCall.workspace().land(batch + ".csv", Transactions.file(10 * batch, 10 * batch + 9));
      onCall.takeIn(batch);
    }
    onCall.succeeds("aggregate");
    int files = onCall.dataFiles();
    typesTwice("RUN ", "maintain");
    assertThat(onCall.dataFiles()).isLessThan(files);
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario(page = PAGE, value = "Doctor")
  void what_is_damaged_is_found_and_mended() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    assertThat(onCall.types("doctor", "!--repair").outcome()).contains(": all agrees;");
    Path commit =
        onCall.workspace().in("tables/" + DAILY + "/_delta_log/00000000000000000000.json");
    Files.delete(commit);
    onCall.sees(5, "doctor");
    assertThat(onCall.types("doctor", "--repair").outcome()).contains(" mended");
    assertThat(commit).exists();
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  private void typesTwice(String verdict, String... words) throws IOException {
    assertThat(onCall.types(words).verdict()).startsWith(verdict);
    assertThat(onCall.types(words).verdict()).startsWith("NO-OP ");
  }

  private void land(String name, String... records) throws IOException {
    byte[] content = Transactions.file(records).getBytes(StandardCharsets.UTF_8);
    onCall.workspace().land(name, content, LANDED);
  }

  private static Map<String, String> on(String date) {
    return Map.of("event_time", date + " 10:00:00");
  }

  private static String id(List<String> listed) {
    return listed.stream()
        .filter(line -> line.matches("[0-9a-f]{12} .*"))
        .map(line -> line.substring(0, 12))
        .findFirst()
        .orElseThrow();
  }
}

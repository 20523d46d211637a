// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.runbook;

import static io.sluice.e2e.Transactions.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.Transactions;
import io.sluice.e2e.TransactionsPipeline;
import io.sluice.e2e.oracle.Restatements;
import io.sluice.e2e.oracle.TransactionsOracle;
import io.sluice.testing.Contents;
import io.sluice.testing.LongProof;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On-call corrects what is published: records, dates, figures. */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class DatesAfreshTest {
  private static final String DAILY = "daily_category_metrics";

  @RegisterExtension final OnCall onCall = new OnCall();

  @Test
  @Scenario("Quarantine")
  void quarantined_records_are_looked_at_replayed_and_discarded() throws IOException {
    onCall
        .workspace()
        .land(
            "1.csv",
            Transactions.file(
                record(1),
                record(2, Map.of("payment_method", "crypto")),
                record(3),
                record(4, Map.of("amount", "many"))));
    onCall
        .workspace()
        .land("2.csv", Transactions.file(record(3, Map.of("amount", "999.00")), record(1)));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());

    List<String> listed = onCall.types("quarantine", "list").stdout();
    assertThat(listed)
        .contains(
            "amount_type              1",
            "conflicting_duplicate    1",
            "payment_method_is_known  1");
    onCall.with("ID", id(listed, "conflicting_duplicate")).with("KEY", "txn-0003");
    assertThat(onCall.types("quarantine", "show").stdout())
        .contains("decision: open", "- amount = 999.00");
    assertThat(onCall.types("query").stdout()).anyMatch(line -> line.startsWith("txn-0003 "));

    onCall.edit("rules.sql", "'paypal', 'bank_transfer'", "'paypal', 'crypto', 'bank_transfer'");
    assertThat(onCall.types("quarantine", "replay").verdict())
        .isEqualTo("REPLACE 2024-03-03..2024-03-03 for 1 of 3 quarantined records that pass now");
    assertThat(onCall.types("quarantine", "replay").verdict())
        .isEqualTo("NO-OP none of 2 quarantined records would pass");
    onCall.types("aggregate");
    assertThat(onCall.types("quarantine", "discard").verdict()).isEqualTo("RUN discard 1 record");
    assertThat(onCall.types("quarantine", "discard").verdict()).startsWith("NO-OP ");
    assertThat(amounts())
        .containsExactlyInAnyOrder("txn-0001 38.13", "txn-0002 75.26", "txn-0003 112.39");
    assertThat(onCall.types("quarantine", "list").outcome()).contains(": 1 listed;");
    onCall.succeeds("quality");
  }

  @Test
  @Scenario("Wrong SQL was published")
  void wrong_sql_is_corrected_by_a_plan_or_at_once() throws IOException {
    String right = "amount * quantity * share_to_pay, 2";
    onCall.keepOneTestCase();
    onCall.edit("transformations.sql", right, "amount * quantity * share_to_pay * share_to_pay, 2");
    onCall.workspace().land("1.csv", Transactions.file(1, 30));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    onCall.edit("transformations.sql", "share_to_pay * share_to_pay, 2", "share_to_pay, 2");
    assertThat(onCall.succeeds("status").stdout())
        .anyMatch(line -> line.matches("older SQL +3 dates: 2024-03-01..2024-03-03 *"));
    onCall.with("FROM", "2024-03-01").with("TO", "2024-03-03");

    onCall.types("test");
    List<Map<String, Object>> before = TransactionsPipeline.transformed(onCall.workspace());
    RunResult plan = onCall.types("backfill", "--plan");
    assertThat(TransactionsPipeline.transformed(onCall.workspace()))
        .isEqualTo(before)
        .isNotEqualTo(Contents.sorted(onCall.oracle().transformed()));
    onCall.with("PLAN_ID", plan.report().at("/plan/id").asText());
    assertThat(onCall.types("backfill", "--apply").verdict()).startsWith("REPLACE ");
    assertThat(onCall.types("backfill", "--apply").verdict()).startsWith("NO-OP ");
    onCall.types("aggregate");
    onCall.types("quality");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());

    onCall.types("backfill", "--reason", "!--apply");
    onCall.types("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
  }

  @Test
  @Scenario("SQL of an aggregation changed")
  void an_aggregation_is_computed_anew_when_asked_for() throws IOException {
    String file = "aggregations/" + DAILY + ".sql";
    onCall.edit(file, "cast(total_discount_percent as", "cast(1 + total_discount_percent as");
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    List<Map<String, Object>> before = onCall.workspace().table(DAILY);
    onCall.edit(file, "cast(1 + total_discount_percent as", "cast(total_discount_percent as");
    onCall.workspace().land("2.csv", Transactions.file(21, 30));
    onCall.takeIn(2);
    onCall.sees(2, "aggregate");
    assertThat(onCall.workspace().table(DAILY)).isEqualTo(before);
    onCall.sees(1, "quality");

    onCall.with("RELATION", DAILY).types("aggregate");
    onCall.types("aggregate");
    TransactionsPipeline.requireEqual(onCall.workspace(), onCall.oracle());
    onCall.succeeds("quality");
  }

  @Test
  @Scenario("A stream is stale")
  void a_stream_is_made_anew_when_asked_for() throws IOException {
    Files.writeString(
        onCall.in("sql/transactions/aggregations/hourly.sql"),
        """
        -- materialized: stream
        -- output-mode: update
        select window.start as hour_start, count(*) as transactions
        from transformed_transactions
        group by window(event_timestamp, '1 hour')
        """);
    onCall.workspace().land("1.csv", Transactions.file(1, 20));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    List<Map<String, Object>> before = onCall.workspace().table("hourly");
    onCall.succeeds(
        "backfill", "--from", "2024-03-01", "--to", "2024-03-03", "--reason", "once more");
    onCall.sees(2, "aggregate");
    assertThat(onCall.types("status").stdout())
        .anyMatch(line -> line.contains("hourly waits for --full-refresh: change "));

    onCall.with("RELATION", "hourly").types("aggregate");
    assertThat(onCall.workspace().table("hourly")).isEqualTo(before).isNotEmpty();
    onCall.succeeds("quality");
  }

  @Test
  @Scenario("An old date changed")
  void receipts_say_which_files_changed_an_old_date() throws IOException {
    onCall.workspace().land("1.csv", Transactions.file(1, 10));
    onCall.takeIn(1);
    onCall.succeeds("aggregate");
    TransactionsOracle before = onCall.oracle();
    onCall.workspace().land("late.csv", Transactions.file(11, 12));
    onCall.takeIn(2);
    onCall.succeeds("aggregate", "--run-id", "nightly");

    List<Map<String, Object>> expected = new ArrayList<>();
    for (String relation : TransactionsPipeline.AGGREGATIONS) {
      expected.addAll(new Restatements(relation, "nightly", before, onCall.oracle()).rows());
    }
    List<String> shown = onCall.types("query").stdout();
    assertThat(shown.stream().filter(line -> line.startsWith("nightly ")))
        .hasSameSizeAs(expected)
        .allMatch(line -> line.contains("late.csv"))
        .anyMatch(line -> line.contains(DAILY));
    assertThat(TransactionsPipeline.restatements(onCall.workspace()))
        .isEqualTo(Contents.sorted(expected));
  }

  private static String id(List<String> listed, String code) {
    return listed.stream()
        .filter(line -> line.matches("[0-9a-f]{12} .*" + code + ".*"))
        .map(line -> line.substring(0, 12))
        .findFirst()
        .orElseThrow();
  }

  private List<String> amounts() {
    return onCall.workspace().table(TransactionsPipeline.TABLE).stream()
        .map(row -> row.get("transaction_id") + " " + row.get("amount"))
        .toList();
  }
}

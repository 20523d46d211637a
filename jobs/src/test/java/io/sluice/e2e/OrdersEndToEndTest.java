// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static io.sluice.e2e.Order.Item.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline orders: documents become order lines and figures, as plain Java works them out. */
@ExtendWith(SparkSessionExtension.class)
class OrdersEndToEndTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);
  private static final Instant LANDED = Instant.parse("2026-01-09T00:00:00Z");

  private static final Order FIRST =
      Order.of(
          "o1",
          "2026-01-05T10:00:00Z",
          "ada",
          "de",
          item("lamp", 3, "19.99"),
          item("bulb", 2, "0.05"));
  private static final Order SECOND =
      Order.of("o2", "2026-01-05T11:30:00Z", "bob", "US", item("lamp", 1, "19.99"));
  private static final Order NOWHERE =
      Order.of("o3", "2026-01-05T23:59:59Z", "eve", null, item("pen", 1, "0.00"));
  private static final Order TWICE_THE_SAME =
      Order.of(
          "o4",
          "2026-01-06T00:00:00Z",
          "ada",
          "DE",
          item("pen", 2, "1.10"),
          item("pen", 2, "1.10"));
  private static final Order LATE =
      Order.of("o5", "2026-01-05T09:00:00Z", "zoe", "DE", item("desk", 1, "9999999999.99"));
  private static final Order GOOD =
      Order.of("o6", "2026-01-07T12:00:00Z", "bob", "US", item("pen", 7, "1.01"));
  private static final Order ON_ANOTHER_DATE =
      Order.of("o1", "2026-01-08T10:00:00Z", "ada", "DE", item("lamp", 3, "19.99"));

  @TempDir private Path data;
  private Workspace workspace;

  @BeforeEach
  void open() {
    workspace = new Workspace(data, Pipelines.REAL, "orders");
  }

  @Test
  void documents_become_lines_and_figures() throws IOException {
    workspace.land("monday.json", Order.document(FIRST, SECOND, NOWHERE));
    workspace.land("one.json", TWICE_THE_SAME.document());
    RunResult first = workspace.run("run");
    assertThat(first.exitCode()).as(first.outcome()).isZero();
    OrdersOracle oracle =
        new OrdersOracle()
            .came("monday.json", FIRST, SECOND, NOWHERE)
            .came("one.json", TWICE_THE_SAME);
    requireEqual(oracle);
    String before = oracle.revenue(MONDAY).toPlainString();

    workspace.land("cut.json", GOOD.document().stripTrailing().replaceFirst("}$", ""));
    workspace.land("late.json", LATE.document());
    workspace.land(
        "mixed.json",
        array(
            FIRST.document(),
            SECOND.document().replace("19.99", "18.99"),
            GOOD.document(),
            Order.of("no-items", "2026-01-07T12:00:00Z", "bob", "US").document(),
            "7",
            GOOD.document().replace("o6", "fractions").replace("1.01", "1.015"),
            GOOD.document().replace("o6", "mail").replace("bob@example.com", "bob-at-home"),
            ON_ANOTHER_DATE.document()));
    RunResult transform = workspace.run("transform");
    RunResult aggregate = workspace.run("aggregate");
    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    assertThat(aggregate.exitCode()).as(aggregate.outcome()).isZero();
    oracle.came("late.json", LATE).came("mixed.json", FIRST, GOOD, ON_ANOTHER_DATE);
    requireEqual(oracle);
    assertThat(ledger())
        .containsExactlyInAnyOrder(
            "monday.json ingested 3 3 0 0",
            "one.json ingested 1 1 0 0",
            "cut.json rejected 0 0 0 0",
            "late.json ingested 1 1 0 0",
            "mixed.json ingested 8 2 1 5");
    assertThat(reasons())
        .containsExactlyInAnyOrder(
            "conflicting_duplicate",
            "order_has_items",
            "not_object",
            "items[0].price_type",
            "email_has_an_at");
    assertThat(restatedMondays())
        .containsExactly(before + " -> " + oracle.revenue(MONDAY).toPlainString());
    assertThat(workspace.texts("landing")).isEmpty();

    RunResult rejected = workspace.run("quality");
    assertThat(rejected.exitCode()).isEqualTo(3);
    assertThat(rejected.message()).contains("rejected_files (1 violation)");
    RunResult settled = workspace.run("files reject", "cut.json", "--reason", "sent again whole");
    assertThat(settled.exitCode()).as(settled.outcome()).isZero();
    RunResult quality = workspace.run("quality");
    assertThat(quality.exitCode()).as(quality.outcome()).isZero();
    assertThat(quality.report().toString()).contains("\"order_id\":\"o1\",\"count_dates\":2");
    for (RunResult run : List.of(first, transform, aggregate, rejected, quality)) {
      assertThat(run.report() + String.join("\n", run.stdout()))
          .doesNotContain("Name of ", "@example.com", "bob-at-home");
    }
  }

  @LongProof
  @Test
  void a_file_that_comes_again_is_counted_and_leaves_no_litter() throws IOException {
    byte[] document = FIRST.document().getBytes(StandardCharsets.UTF_8);
    List<Instant> times = List.of(LANDED, LANDED.plusSeconds(60), LANDED.plusSeconds(60), LANDED);
    for (Instant modifiedAt : times) {
      workspace.land("order.json", document, modifiedAt);
      RunResult transform = workspace.run("transform");
      assertThat(transform.exitCode()).as(transform.outcome()).isZero();
      assertThat(workspace.texts("landing")).isEmpty();
    }
    assertThat(ledger())
        .containsExactlyInAnyOrder(
            "order.json ingested 1 1 0 0",
            "order.json ingested 1 0 1 0",
            "order.json ingested 1 0 1 0",
            "order.json ingested 1 0 1 0");
    assertThat(workspace.texts("archive").keySet())
        .containsExactly(
            "000001/order.json", "000002/order.json", "000003/order.json", "000004/order.json");
    assertThat(lines()).isEqualTo(new OrdersOracle().came("order.json", FIRST).lines());
    assertThat(workspace.run("transform").outcome()).startsWith("NOTHING TO DO ");
  }

  @Test
  void a_batch_with_too_many_bad_orders_is_not_published() throws IOException {
    List<String> documents = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      String document = GOOD.document().replace("o6", "o6-" + number);
      documents.add(number < 3 ? document.replace("1.01", "-1.01") : document);
    }
    workspace.land("orders.json", array(documents.toArray(String[]::new)));
    RunResult refused = workspace.run("transform");
    assertThat(refused.exitCode()).as(refused.outcome()).isEqualTo(3);
    assertThat(refused.message())
        .contains("3 of its 20 records are bad", "prices_are_not_negative");
    assertThat(workspace.hasTable("order_lines")).isFalse();
    assertThat(workspace.texts("landing").keySet()).containsExactly("orders.json");
  }

  @LongProof
  @Test
  void generated_documents_are_published_whole() throws IOException {
    assertThat(workspace.run("generate", "--rows", "30", "--files", "15").exitCode()).isZero();
    assertThat(workspace.texts("landing")).hasSize(15);
    RunResult run = workspace.run("run");
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.report().path("rows_read").asInt()).isEqualTo(30);
    assertThat(run.report().path("rows_written").asInt()).isEqualTo(30);
  }

  private void requireEqual(OrdersOracle oracle) {
    assertThat(lines()).isEqualTo(oracle.lines());
    assertThat(aggregation("daily_country_metrics")).isEqualTo(oracle.dailyCountryMetrics());
    assertThat(aggregation("country_metrics")).isEqualTo(oracle.countryMetrics());
    assertThat(aggregation("country_customers")).isEqualTo(oracle.countryCustomers());
  }

  private List<Map<String, Object>> lines() {
    return workspace.table("order_lines", "record_hash", "processed_timestamp");
  }

  private List<Map<String, Object>> aggregation(String relation) {
    return workspace.table(relation, "aggregation_timestamp");
  }

  private List<String> ledger() {
    return shown(
        "files",
        "path",
        "status",
        "rows_read",
        "rows_written",
        "rows_duplicate",
        "rows_quarantined");
  }

  /** The code of each quarantined record's only reason. */
  private List<String> reasons() {
    return workspace.table("quarantine").stream()
        .map(row -> (List<?>) row.get("reasons"))
        .peek(reasons -> assertThat(reasons).hasSize(1))
        .map(reasons -> String.valueOf(((Map<?, ?>) reasons.get(0)).get("code")))
        .toList();
  }

  /** How Monday's revenue changed. */
  private List<String> restatedMondays() {
    return workspace.table("restatements").stream()
        .filter(row -> row.get("relation").equals("daily_country_metrics"))
        .filter(row -> row.get("event_date").equals(MONDAY))
        .flatMap(row -> ((List<?>) row.get("sums")).stream())
        .map(sum -> (Map<?, ?>) sum)
        .filter(sum -> sum.get("column").equals("total_revenue"))
        .map(sums -> sums.get("old") + " -> " + sums.get("new"))
        .toList();
  }

  private List<String> shown(String relation, String... columns) {
    return workspace.table(relation).stream()
        .map(
            row ->
                String.join(
                    " ", Stream.of(columns).map(each -> String.valueOf(row.get(each))).toList()))
        .sorted()
        .toList();
  }

  private static String array(String... documents) {
    return "[" + String.join(",\n", documents) + "]\n";
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import io.sluice.text.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams take in each row once, drop what their watermark has passed, and say so. */
@ExtendWith(SparkSessionExtension.class)
class StreamAggregationsTest {
  private static final String HOURLY =
      """
      -- materialized: stream
      -- watermark: sold_at 10 minutes
      -- output-mode: %s
      select window.start as hour_start, count(*) as sales, sum(price) as revenue
      from sales
      group by window(sold_at, '1 hour')
      """;

  @TempDir Path folder;

  private ShopAggregations shop;
  private Workspace workspace;

  @BeforeEach
  void open() {
    shop = new ShopAggregations(folder);
    workspace = shop.workspace();
  }

  @Test
  void each_output_mode_treats_late_rows_in_its_own_way() throws IOException {
    shop.aggregation("appended", HOURLY.formatted("append"))
        .aggregation("updated", HOURLY.formatted("update"))
        .aggregation("completed", HOURLY.formatted("complete"))
        .aggregation(
            "by_date",
            """
            -- materialized: incremental_by_date
            select sold_date, date_trunc('hour', sold_at) as hour_start, count(*) as sales, sum(price) as revenue
            from sales
            group by all
            """);
    shop.sell(
        "first.csv",
        "1 1.00 ann 2026-01-05 10:00:00",
        "2 2.00 bob 2026-01-05 10:30:00",
        "3 3.00 ann 2026-01-05 12:00:00");
    RunResult first = aggregate();
    assertThat(first.verdict())
        .isEqualTo("RUN appended, by_date, completed, updated up to change 1");
    assertThat(rows("appended")).containsExactly("2026-01-05T10:00:00Z 2 3.00");
    assertThat(rows("updated"))
        .containsExactly("2026-01-05T10:00:00Z 2 3.00", "2026-01-05T12:00:00Z 1 3.00");
    assertThat(rows("completed")).isEqualTo(rows("updated"));

    // Ten o'clock is closed by now, and twelve is not.
    shop.sell(
        "second.csv",
        "4 4.00 eve 2026-01-05 10:45:00",
        "5 0.50 eve 2026-01-05 10:46:00",
        "6 5.00 eve 2026-01-05 12:45:00",
        "7 6.00 eve 2026-01-05 14:00:00");
    RunResult second = aggregate();

    assertThat(rows("appended"))
        .containsExactly("2026-01-05T10:00:00Z 2 3.00", "2026-01-05T12:00:00Z 2 8.00");
    assertThat(rows("updated"))
        .containsExactly(
            "2026-01-05T10:00:00Z 2 3.00",
            "2026-01-05T12:00:00Z 2 8.00",
            "2026-01-05T14:00:00Z 1 6.00");
    assertThat(rows("completed"))
        .containsExactly(
            "2026-01-05T10:00:00Z 4 7.50",
            "2026-01-05T12:00:00Z 2 8.00",
            "2026-01-05T14:00:00Z 1 6.00");
    assertThat(rows("by_date")).isEqualTo(rows("completed"));
    assertThat(stream(second, "aggregate-appended").path("rows_dropped").asInt()).isEqualTo(2);
    assertThat(stream(second, "aggregate-updated").path("rows_dropped").asInt()).isEqualTo(2);
    assertThat(stream(second, "aggregate-completed").path("rows_dropped").asInt()).isZero();
    assertThat(stream(second, "aggregate-updated").path("watermark").asText())
        .isEqualTo("2026-01-05T13:50:00.000Z");
    assertThat(stream(second, "aggregate-updated").path("state").path(0).path("rows").asInt())
        .isEqualTo(1);
    assertThat(String.join("\n", workspace.run("status").stdout()))
        .contains(
            "stream          appended: 2 rows dropped as too late, 1 row in its state, watermark 2026-01-05T13:50:00Z\n");
    JsonNode completed = status("completed");
    assertThat(completed.path("stream").path("rows_dropped").asInt()).isZero();
    assertThat(completed.path("stream").path("state_rows").asInt()).isEqualTo(3);
    assertThat(workspace.run("aggregate").verdict()).startsWith("NO-OP everything covers change ");
    assertThat(workspace.run("doctor").exitCode()).isZero();
  }

  @LongProof
  @Test
  void duplicates_sessions_and_joins_keep_their_state_between_runs() throws IOException {
    shop.write(
            "pipeline.yaml",
            PipelineFolder.YAML.replace("  personal: [buyer]\n", "")
                + "references: {cities: {file: cities.csv, schema: \"name STRING, city STRING\", key: [name]}}\n")
        .write("references/cities.csv", "name,city\nann,Bonn\n")
        .aggregation(
            "visits",
            """
            -- materialized: stream
            -- watermark: sold_at 10 minutes
            -- deduplicate: buyer, price
            select buyer, city, session_window.start as began, count(*) as sales
            from sales left join cities on sales.buyer = cities.name
            group by buyer, city, session_window(sold_at, '30 minutes')
            """)
        .aggregation(
            "pairs",
            """
            -- materialized: stream
            -- watermark: sold_at 10 minutes
            select earlier.id, later.id as then_id
            from sales as earlier
            inner join sales as later
                on earlier.buyer = later.buyer
                and later.sold_at > earlier.sold_at
                and later.sold_at <= earlier.sold_at + interval 20 minutes
            """);
    shop.sell(
        "first.csv",
        "1 1.00 ann 2026-01-05 10:00:00",
        "2 1.00 ann 2026-01-05 10:05:00",
        "3 2.00 ann 2026-01-05 10:10:00",
        "4 1.00 bob 2026-01-05 10:00:00");
    aggregate();
    shop.sell(
        "second.csv",
        "5 3.00 ann 2026-01-05 10:25:00",
        "6 2.00 ann 2026-01-05 10:12:00",
        "7 9.00 eve 2026-01-05 13:00:00");
    aggregate();
    shop.sell("third.csv", "8 4.00 ann 2026-01-05 10:30:00", "9 5.00 bob 2026-01-05 15:00:00");
    RunResult third = aggregate();

    // The sale of 10:05 is one of 10:00 again, and that of 10:12 one of 10:10.
    assertThat(shop.rows("visits", "buyer", "city", "began", "sales"))
        .containsExactly(
            "ann Bonn 2026-01-05T10:00:00Z 3",
            "bob null 2026-01-05T10:00:00Z 1",
            "eve null 2026-01-05T13:00:00Z 1");
    assertThat(shop.rows("pairs", "id", "then_id"))
        .containsExactly("1 2", "1 3", "1 6", "2 3", "2 5", "2 6", "3 5", "3 6", "6 5");
    assertThat(stream(third, "aggregate-visits").path("rows_dropped").asInt()).isEqualTo(1);
    // One for each side of the join.
    assertThat(stream(third, "aggregate-pairs").path("rows_dropped").asInt()).isEqualTo(2);
  }

  @LongProof
  @Test
  void a_restatement_makes_it_stale_until_a_full_refresh() throws IOException {
    shop.aggregation("updated", HOURLY.formatted("update"))
        .aggregation("total", "select sum(sales) as sales from updated")
        .aggregation("daily", ShopAggregations.DAILY);
    shop.sell("first.csv", "1 1.00 ann 2026-01-05 10:00:00");
    aggregate();
    shop.sell("second.csv", "2 2.00 ann 2026-01-06 10:00:00", "3 9.00 ann 2026-01-06 10:01:00");
    shop.write("rules.sql", "select price < 5 as price_is_low from source\n");
    backfill("2026-01-06");
    // What it has not taken in yet may be restated.
    RunResult unread = aggregate();
    assertThat(unread.verdict()).startsWith("RUN daily, updated, total up to change ");
    assertThat(rows("updated"))
        .containsExactly("2026-01-05T10:00:00Z 1 1.00", "2026-01-06T10:00:00Z 1 2.00");

    shop.write("rules.sql", "select price < 2 as price_is_low from source\n");
    backfill("2026-01-06");
    RunResult stale = workspace.run("aggregate");

    assertThat(stale.exitCode()).isEqualTo(2);
    assertThat(stale.verdict())
        .matches(
            "RUN daily up to change \\d+; updated, total: waiting for --full-refresh, change \\d+ has restated rows that it had taken in \\(2026-01-06\\)");
    assertThat(stale.message())
        .matches(
            "Cannot bring updated up to date: change \\d+ has restated rows that it had taken in \\(2026-01-06\\); its rows stay as they are until a full refresh makes them anew; waiting too: total; everything else is up to date");
    assertThat(stale.report().path("next_step").asText())
        .isEqualTo("./sluice aggregate --pipeline shop --full-refresh updated");
    assertThat(shop.rows("daily", "sold_date", "sales")).containsExactly("2026-01-05 1");
    assertThat(rows("updated")).hasSize(2);
    assertThat(status("updated").path("waiting_because").asText())
        .matches("change \\d+ has restated rows that it had taken in \\(2026-01-06\\)");

    aggregate("--full-refresh", "updated");
    assertThat(rows("updated")).containsExactly("2026-01-05T10:00:00Z 1 1.00");
    assertThat(shop.rows("total", "sales")).containsExactly("1");
    shop.sell("third.csv", "4 1.50 ann 2026-01-07 10:00:00");
    aggregate();
    assertThat(rows("updated"))
        .containsExactly("2026-01-05T10:00:00Z 1 1.00", "2026-01-07T10:00:00Z 1 1.50");
  }

  @LongProof
  @Test
  void a_checkpoint_that_is_lost_or_old_makes_it_stale() throws IOException {
    shop.aggregation("completed", HOURLY.formatted("complete"));
    shop.sell("first.csv", "1 1.00 ann 2026-01-05 10:00:00");
    aggregate();
    Path checkpoint = workspace.in("checkpoints/aggregate-completed");
    Path old = folder.resolve("old");
    Folders.copy(checkpoint, old);
    shop.sell("second.csv", "2 2.00 ann 2026-01-05 10:00:00");
    aggregate();

    Folders.delete(checkpoint);
    requireStale("is lost");
    Folders.copy(old, checkpoint);
    requireStale("is older than the change log");
    aggregate("--full-refresh", "completed");
    assertThat(rows("completed")).containsExactly("2026-01-05T10:00:00Z 2 3.00");

    Folders.delete(checkpoint);
    Folders.copy(old, checkpoint);
    requireStale("is not the one that the change log names");
    aggregate("--full-refresh");
    shop.sell("third.csv", "3 3.00 ann 2026-01-05 10:00:00");
    Folders.delete(checkpoint.resolve("state"));
    RunResult stateless = workspace.run("aggregate");
    assertThat(stateless.exitCode()).isEqualTo(2);
    assertThat(stateless.message())
        .startsWith("Cannot bring completed up to date: its stream can't go on: ");
    assertThat(rows("completed")).containsExactly("2026-01-05T10:00:00Z 2 3.00");
    aggregate("--full-refresh", "completed");
    assertThat(rows("completed")).containsExactly("2026-01-05T10:00:00Z 3 6.00");
  }

  private void requireStale(String why) throws IOException {
    String whole = "its checkpoint checkpoints/aggregate-completed " + why;
    RunResult run = workspace.run("aggregate");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.message())
        .isEqualTo(
            "Cannot bring completed up to date: %s; its rows stay as they are until a full refresh makes them anew; everything else is up to date"
                .formatted(whole));
    assertThat(status("completed").path("waiting_because").asText()).isEqualTo(whole);
    assertThat(rows("completed")).containsExactly("2026-01-05T10:00:00Z 2 3.00");
    RunResult doctor = workspace.run("doctor", "--repair");
    assertThat(doctor.exitCode()).isEqualTo(5);
    assertThat(doctor.stdout())
        .contains(
            "FAULT checkpoints/aggregate-completed: it %s; completed stays as it is, and takes in nothing more; ./sluice aggregate --pipeline shop --full-refresh completed"
                .formatted(why));
  }

  private void backfill(String date) throws IOException {
    RunResult run =
        workspace.run("backfill", "--from", date, "--to", date, "--reason", "another rule");
    assertThat(run.exitCode()).as(run.outcome()).isZero();
  }

  private RunResult aggregate(String... options) throws IOException {
    RunResult run = workspace.run("aggregate", options);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return run;
  }

  private List<String> rows(String relation) {
    return shop.rows(relation, "hour_start", "sales", "revenue");
  }

  private static JsonNode stream(RunResult run, String name) {
    for (JsonNode stream : run.report().path("streams")) {
      if (stream.path("name").asText().equals(name)) {
        return stream;
      }
    }
    throw new AssertionError("no stream " + name);
  }

  private JsonNode status(String relation) throws IOException {
    JsonNode status = Json.parse(String.join("\n", workspace.run("status", "--json").stdout()));
    for (JsonNode aggregation : status.path("aggregations")) {
      if (aggregation.path("relation").asText().equals(relation)) {
        return aggregation;
      }
    }
    throw new AssertionError("no aggregation " + relation);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.e2e.faults.CrashPoint;
import io.sluice.e2e.faults.Crashes;
import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to a pipeline with streams: rows come late, dates are restated, jobs are killed
 * and checkpoints get lost. Each stream holds what its rows come to, and one that isn't stale
 * covers everything.
 */
@LongProof
@ExtendWith(SparkSessionExtension.class)
class StreamsSequencesTest {
  private static final int STEPS = 12;

  /** About as many changes of files as an aggregate makes. */
  private static final int OPERATIONS = 160;

  private static final List<String> STREAMS = List.of("all_hours", "hours", "visits");
  private static final List<String> BUYERS = List.of("ann", "bob");

  @TempDir static Path root;

  private Workspace shop;
  private Draw draw;
  private Instant now;
  private int ids;
  private final List<String> story = new ArrayList<>();

  @BeforeAll
  static void enableCrashes() throws IOException {
    Crashes.enable(root.resolve("data").resolve(PipelineFolder.NAME));
  }

  @AfterAll
  static void disableCrashes() throws IOException {
    Crashes.disable();
  }

  static LongStream seeds() {
    return Seeds.ofThisRun(1, 2, 3, 4, 5);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void every_stream_holds_what_its_rows_come_to(long seed) throws IOException {
    open(seed);
    try {
      land();
      for (int step = 1; step < STEPS; step++) {
        happen();
      }
      job("transform");
      if (job("aggregate").exitCode() == 2) {
        assertThat(job("aggregate", "--full-refresh").exitCode()).isZero();
      }
      assertThat(job("aggregate").verdict()).startsWith("NO-OP everything covers ");
      assertThat(job("doctor").exitCode()).isZero();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "seed %d, after%n%s%n%s%nonce more: %s"
              .formatted(seed, String.join("\n", story), e.getMessage(), Seeds.again(seed)),
          e);
    }
  }

  private void open(long seed) throws IOException {
    Crashes.forget();
    Folders.delete(root.resolve("data"));
    draw = new Draw(seed);
    now = Instant.parse("2026-01-05T10:00:00Z");
    ids = 0;
    story.clear();
    new PipelineFolder(root.resolve("sql"))
        .write("rules.sql", "select price > 0 as price_is_positive from source\n")
        .write(
            "transformations.sql",
            "select id, price, buyer, sold_at, to_date(sold_at) as sold_date from source\n")
        .write("aggregations/all_hours.sql", hours("3650 days", "update"))
        .write("aggregations/hours.sql", hours("30 minutes", "append"))
        .write(
            "aggregations/visits.sql",
            """
            -- materialized: stream
            -- watermark: sold_at 30 minutes
            select buyer, session_window.start as began, count(*) as sales
            from sales
            group by buyer, session_window(sold_at, '20 minutes')
            """);
    shop = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
  }

  private static String hours(String delay, String mode) {
    return """
    -- materialized: stream
    -- watermark: sold_at %s
    -- output-mode: %s
    select window.start as began, count(*) as sales, sum(price) as revenue
    from sales
    group by window(sold_at, '1 hour')
    """
        .formatted(delay, mode);
  }

  private void happen() throws IOException {
    switch (draw.upTo(12)) {
      case 1, 2, 3 -> land();
      case 4, 5 -> job("transform");
      case 6, 7 -> job("aggregate");
      case 8 -> killed("transform");
      case 9, 10 -> killed("aggregate");
      case 11 -> backfill();
      default -> other();
    }
  }

  private void other() throws IOException {
    if (draw.oneIn(3)) {
      String stream = draw.of(STREAMS);
      story.add("the checkpoint of " + stream + " is deleted");
      Folders.delete(shop.in("checkpoints").resolve("aggregate-" + stream));
    } else if (draw.oneIn(2)) {
      job("aggregate", "--full-refresh");
    } else {
      job("aggregate", "--full-refresh", draw.of(STREAMS));
    }
  }

  /** Sales of about now, some of which come late. */
  private void land() throws IOException {
    StringBuilder rows = new StringBuilder("id,price,quantity,sold_at,buyer\n");
    for (int i = draw.upTo(5); i > 0; i--) {
      Duration late = Duration.ofMinutes(draw.oneIn(4) ? draw.upTo(300) : draw.upTo(10));
      Instant at = now.minus(late);
      rows.append(
          "%d,%d.50,,%s,%s\n"
              .formatted(
                  ++ids,
                  draw.upTo(9),
                  at.toString().replace("T", " ").replace("Z", ""),
                  draw.of(BUYERS)));
      now = now.plus(Duration.ofMinutes(draw.upTo(draw.oneIn(3) ? 90 : 15)));
    }
    String name = "sales-%d.csv".formatted(ids);
    story.add(name + ": " + rows.toString().replace("\n", " "));
    shop.land(name, rows.toString());
  }

  private void backfill() throws IOException {
    if (shop.hasTable("sales")) {
      job("backfill", "--from", "2026-01-05", "--to", "2026-01-05", "--reason", "again");
    }
  }

  private void killed(String job) throws IOException {
    CrashPoint point =
        CrashPoint.numbered(job, draw.of(List.of(CrashPoint.When.values())), draw.upTo(OPERATIONS));
    story.add(job + ", killed " + point.place());
    Optional<RunResult> whole = Crashes.during(() -> shop.run(job), point);
    if (whole.isPresent()) {
      requireDone(job, whole.get());
    }
  }

  private RunResult job(String job, String... options) throws IOException {
    story.add(job + " " + String.join(" ", options));
    RunResult run = shop.run(job, options);
    story.set(story.size() - 1, story.get(story.size() - 1) + " -> " + run.outcome());
    requireDone(job, run);
    return run;
  }

  private void requireDone(String job, RunResult run) throws IOException {
    assertThat(run.exitCode())
        .as(run.outcome())
        .isIn(job.equals("aggregate") ? List.of(0, 2) : List.of(0));
    if (job.equals("aggregate") && shop.hasTable("sales")) {
      requireHeld(run.exitCode() == 0);
    }
  }

  /**
   * @param whole whether no stream is stale
   */
  private void requireHeld(boolean whole) throws IOException {
    StreamsOracle oracle = new StreamsOracle(shop);
    if (whole) {
      assertThat(rows("all_hours", "began", "sales", "revenue"))
          .as("all_hours")
          .isEqualTo(oracle.hoursOfAll());
    }
    requireHeld("hours", rows("hours", "began", "sales", "revenue"), oracle.closedHours("hours"));
    requireHeld("visits", rows("visits", "buyer", "began", "sales"), oracle.closedVisits("visits"));
  }

  private void requireHeld(String stream, List<String> rows, StreamsOracle.Held held)
      throws IOException {
    assertThat(rows).as(stream).isEqualTo(held.rows());
    List<JsonNode> records = new StreamsOracle(shop).records();
    JsonNode position =
        records.get(records.size() - 1).at("/state/covered/%s/stream".formatted(stream));
    assertThat(position.path("rows_dropped").asLong())
        .as("rows that %s dropped", stream)
        .isEqualTo(held.dropped());
  }

  private List<String> rows(String relation, String... columns) {
    return !shop.hasTable(relation)
        ? List.of()
        : shop.table(relation).stream()
            .map(
                row ->
                    String.join(
                        " ",
                        Stream.of(columns).map(column -> String.valueOf(row.get(column))).toList()))
            .sorted()
            .toList();
  }
}

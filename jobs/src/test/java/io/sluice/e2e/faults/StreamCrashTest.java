// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import static io.sluice.e2e.faults.CrashPoint.after;
import static io.sluice.e2e.faults.CrashPoint.before;
import static io.sluice.e2e.faults.Operation.Verb.CREATE;
import static io.sluice.e2e.faults.Operation.Verb.DELETE;
import static io.sluice.e2e.faults.Operation.Verb.RENAME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Folders;
import io.sluice.testing.LongProof;
import io.sluice.testing.PipelineFolder;
import io.sluice.testing.RunResult;
import io.sluice.testing.Sampled;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import io.sluice.text.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stream that takes in rows is killed at every step; the same command again makes good as if
 * nothing had happened: each row is taken in once, and windows are closed when they would have
 * been.
 */
@ExtendWith(SparkSessionExtension.class)
class StreamCrashTest {
  private static final String AGGREGATE = "aggregate";
  private static final String CHECKPOINT = "checkpoints/aggregate-hourly/";

  /** The files that become records by a link; they are deleted once that is there. */
  private static final String NEW_CHANGE = "changes/\\..*\\.tmp";

  @TempDir static Path root;

  private static Workspace shop;

  /** What the stream and its reader have, and where the stream is. */
  private record End(
      List<Map<String, Object>> hourly, List<Map<String, Object>> total, String at) {}

  /** A pipeline that has come so far, and what a run makes of it that isn't killed. */
  private record Stage(Path copy, List<String> options, int operations, End undisturbed) {}

  private static Stage first;
  private static Stage second;
  private static Stage refreshed;

  @BeforeAll
  static void prepare() throws IOException {
    new PipelineFolder(root.resolve("sql"))
        .write("rules.sql", "select price > 0 as price_is_positive from source\n")
        .write(
            "transformations.sql",
            "select id, price, sold_at, to_date(sold_at) as sold_date from source\n")
        .write(
            "aggregations/hourly.sql",
            """
            -- materialized: stream
            -- watermark: sold_at 10 minutes
            select window.start as hour_start, count(*) as sales, sum(price) as revenue
            from sales
            group by window(sold_at, '1 hour')
            """)
        .write("aggregations/total.sql", "select sum(sales) as sales from hourly\n");
    shop = new Workspace(root.resolve("data"), root.resolve("sql"), PipelineFolder.NAME);
    sell("first.csv", "1,1.00,,2026-01-05 10:00:00,", "2,2.00,,2026-01-05 12:00:00,");
    Crashes.enable(shop.in(""));
    first = stage("first");
    sell(
        "second.csv",
        "3,4.00,,2026-01-05 10:30:00,",
        "4,8.00,,2026-01-05 12:30:00,",
        "5,1.00,,2026-01-05 15:00:00,");
    second = stage("second");
    refreshed = stage("refreshed", "--full-refresh", "hourly");
  }

  @AfterEach
  void observeNothing() {
    ObservedFiles.observe(Observer.NONE);
  }

  @AfterAll
  static void cleanUp() throws IOException {
    Crashes.disable();
  }

  @Test
  void undisturbed() {
    assertThat(second.undisturbed.at).contains("\"batch\":3,", "\"rows_dropped\":1,");
    assertThat(second.undisturbed.hourly).hasSize(2);
    assertThat(refreshed.undisturbed.at).contains("\"batch\":1,", "\"rows_dropped\":0,");
  }

  static Stream<CrashPoint> steps() {
    return Stream.of(
        // The third micro-batch has rows, and the fourth closes windows.
        before(AGGREGATE, RENAME, CHECKPOINT + "commits/2"),
        before(AGGREGATE, CREATE, NEW_CHANGE),
        before(AGGREGATE, DELETE, NEW_CHANGE),
        after(AGGREGATE, RENAME, CHECKPOINT + "commits/2"));
  }

  @Sampled(4)
  @ParameterizedTest
  @MethodSource("steps")
  void a_killed_stream_is_made_good(CrashPoint point) throws IOException {
    requireMadeGood(second, point);
  }

  @LongProof
  @Test
  void at_every_step_of_the_first_run() throws IOException {
    requireMadeGood(first);
  }

  @LongProof
  @Test
  void at_every_step_of_a_later_run() throws IOException {
    requireMadeGood(second);
  }

  @LongProof
  @Test
  void at_every_step_of_a_full_refresh() throws IOException {
    requireMadeGood(refreshed);
  }

  private static void requireMadeGood(Stage stage) throws IOException {
    for (int operation = 1; operation <= stage.operations; operation++) {
      requireMadeGood(stage, CrashPoint.numbered(AGGREGATE, CrashPoint.When.BEFORE, operation));
    }
  }

  private static void requireMadeGood(Stage stage, CrashPoint point) throws IOException {
    Crashes.forget();
    Folders.delete(root.resolve("data"));
    Folders.copy(stage.copy, root.resolve("data"));
    Optional<RunResult> undisturbed = Crashes.during(() -> aggregate(stage), point);
    assertThat(undisturbed).as("reached " + point).isEmpty();

    RunResult again = aggregate(stage);

    assertThat(again.exitCode()).as("%s: %s", point, again.outcome()).isZero();
    End end = end();
    assertThat(end.hourly).as(point.toString()).isEqualTo(stage.undisturbed.hourly);
    assertThat(end.total).as(point.toString()).isEqualTo(stage.undisturbed.total);
    if (stage.options.isEmpty()) { // else it may have been refreshed twice, which is no harm
      assertThat(end.at).as(point.toString()).isEqualTo(stage.undisturbed.at);
    }
    RunResult nothing = shop.run(AGGREGATE);
    assertThat(nothing.verdict()).as(point.toString()).startsWith("NO-OP everything covers ");
  }

  private static Stage stage(String name, String... options) throws IOException {
    Path copy = root.resolve(name);
    Folders.copy(root.resolve("data"), copy);
    AtomicInteger count = new AtomicInteger();
    ObservedFiles.observe(
        new Observer() {
          @Override
          public void before(Operation operation) {
            count.incrementAndGet();
          }
        });
    RunResult run = shop.run(AGGREGATE, options);
    ObservedFiles.observe(Observer.NONE);
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    return new Stage(copy, List.of(options), count.get(), end());
  }

  private static RunResult aggregate(Stage stage) throws IOException {
    return shop.run(AGGREGATE, stage.options.toArray(String[]::new));
  }

  private static End end() throws IOException {
    List<String> records = new ArrayList<>(shop.texts("changes").keySet());
    records.removeIf(name -> name.startsWith("."));
    String last = shop.texts("changes").get(records.get(records.size() - 1));
    return new End(
        shop.table("hourly"),
        shop.table("total"),
        Json.parse(last)
            .at("/state/covered/hourly/stream")
            .toString()
            .replaceAll("\"checkpoint\":\"[^\"]*\"|\"state_bytes\":\\d+", ""));
  }

  private static void sell(String file, String... rows) throws IOException {
    shop.land(file, "id,price,quantity,sold_at,buyer\n" + String.join("\n", rows) + "\n");
    RunResult run = shop.run("transform");
    assertThat(run.exitCode()).as(run.outcome()).isZero();
  }
}

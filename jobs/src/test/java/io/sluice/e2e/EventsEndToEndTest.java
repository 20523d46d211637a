// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.LongProof;
import io.sluice.testing.Pipelines;
import io.sluice.testing.RunResult;
import io.sluice.testing.SparkSessionExtension;
import io.sluice.testing.Workspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline events: windows, sessions, a join and a funnel, kept up to date date by date, are
 * what plain Java works out from everything that came.
 */
@ExtendWith(SparkSessionExtension.class)
class EventsEndToEndTest {
  private static final Instant FIRST_DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final int DAYS = 5;
  private static final int VISITS = 70;

  @TempDir private Path data;
  private Workspace workspace;
  private EventsOracle oracle;
  private Random random;
  private Map<String, List<Map<String, Object>>> published = Map.of();
  private final List<String> receipts = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    workspace = new Workspace(data, Pipelines.REAL, "events");
    oracle = new EventsOracle(sections());
    random = new Random(20260301);
  }

  @LongProof
  @Test
  void late_events_restate_windows_sessions_and_joins() throws IOException {
    List<Event> events = visits();
    Collections.shuffle(events, random);
    List<Event> late = events.subList(0, events.size() / 4);
    List<Event> inTime = events.subList(events.size() / 4, events.size());

    land("third-day.json", ofDays(inTime, 2));
    land("first-day.json", ofDays(inTime, 0));
    land("fifth-day.json", ofDays(inTime, 4, 5));
    publish();
    land("fourth-day.json", ofDays(inTime, 3));
    land("late.json", late);
    land("second-day.json", ofDays(inTime, 1));
    land("again.json", ofDays(inTime, 2));
    publish();
    assertThat(receipts)
        .as("each aggregation was restated")
        .extracting(receipt -> receipt.split(" ")[0])
        .containsAll(oracle.aggregations().keySet());
    assertThat(workspace.table("quarantine")).isEmpty();
    RunResult quality = workspace.run("quality");
    assertThat(quality.exitCode()).as(quality.outcome()).isZero();
  }

  @Test
  @LongProof
  void generated_events_are_published_whole_and_each_job_reports_its_stream() throws IOException {
    RunResult generate = workspace.run("generate", "--rows", "600", "--files", "2");
    assertThat(generate.exitCode()).as(generate.outcome()).isZero();
    assertThat(requireStream(generate, "generate", 1).path("input_rows").asInt()).isEqualTo(600);

    RunResult run = workspace.run("run", "--files-per-batch", "1");
    assertThat(run.exitCode()).as(run.outcome()).isZero();
    assertThat(run.report().path("rows_written").asInt()).isEqualTo(600);
    assertThat(run.report().path("streams").findValuesAsText("name"))
        .containsExactly("transform", "aggregate");
    assertThat(run.report().path("streams").findValuesAsText("input_rows"))
        .as("delivery notes, and changes")
        .containsExactly("2", "2");
    assertThat(workspace.table("sessions"))
        .as("sessions that go on after midnight")
        .anyMatch(
            row ->
                dateOf((Instant) row.get("last_event_at"))
                    .isAfter((LocalDate) row.get("event_date")));
    assertThat(workspace.table("views_with_purchase")).isNotEmpty();
  }

  /** The only stream of a run, with every field that the documentation names. */
  private static JsonNode requireStream(RunResult run, String name, int batches) {
    assertThat(run.report().path("streams")).hasSize(1);
    JsonNode stream = run.report().path("streams").path(0);
    List<String> fields = new ArrayList<>();
    stream.fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactly(
            "name",
            "batches",
            "input_rows",
            "input_rows_per_second",
            "processed_rows_per_second",
            "durations_ms",
            "state",
            "rows_dropped",
            "watermark");
    assertThat(stream.path("name").asText()).isEqualTo(name);
    assertThat(stream.path("batches").asInt()).as(name).isEqualTo(batches);
    assertThat(stream.path("input_rows").asInt()).as(name).isGreaterThanOrEqualTo(batches);
    assertThat(stream.path("processed_rows_per_second").asDouble()).as(name).isPositive();
    JsonNode durations = stream.path("durations_ms");
    assertThat(durations.path("addBatch").asLong())
        .as(name)
        .isPositive()
        .isLessThanOrEqualTo(durations.path("triggerExecution").asLong());
    assertThat(stream.path("state")).as(name).isEmpty();
    assertThat(stream.path("watermark").isNull()).as(name).isTrue();
    return stream;
  }

  private void land(String file, List<Event> events) throws IOException {
    workspace.land(file, Event.lines(events.toArray(Event[]::new)));
    oracle.came(file, events);
  }

  /**
   * Publishes what landed: every aggregation equals the oracle, and each of its dates that had been
   * published and is another now has got its receipt.
   */
  private void publish() throws IOException {
    RunResult transform = workspace.run("transform", "--files-per-batch", "2");
    assertThat(transform.exitCode()).as(transform.outcome()).isZero();
    RunResult aggregate = workspace.run("aggregate");
    assertThat(aggregate.exitCode()).as(aggregate.outcome()).isZero();
    requireStream(transform, "transform", 2);
    requireStream(aggregate, "aggregate", 1);

    assertThat(workspace.table("events", "record_hash", "processed_timestamp"))
        .isEqualTo(oracle.events());
    Map<String, List<Map<String, Object>>> now = oracle.aggregations();
    now.forEach((name, rows) -> assertThat(workspace.table(name)).as(name).isEqualTo(rows));
    List<String> changed = changed(published, now);
    receipts.addAll(changed);
    assertThat(receiptsOf(workspace)).containsExactlyInAnyOrderElementsOf(receipts);
    List<String> dates = new ArrayList<>();
    aggregate.report().path("restated_dates").forEach(date -> dates.add(date.asText()));
    assertThat(dates)
        .containsExactlyElementsOf(
            changed.stream().map(each -> each.split(" ")[1]).distinct().sorted().toList());
    published = now;
  }

  private static List<String> receiptsOf(Workspace workspace) {
    return workspace.hasTable("restatements")
        ? workspace.table("restatements").stream()
            .map(
                row ->
                    "%s %s %s -> %s"
                        .formatted(
                            row.get("relation"),
                            row.get("event_date"),
                            row.get("rows_old"),
                            row.get("rows_new")))
            .toList()
        : List.of();
  }

  private static List<String> changed(
      Map<String, List<Map<String, Object>>> before, Map<String, List<Map<String, Object>>> after) {
    List<String> changed = new ArrayList<>();
    before.forEach(
        (relation, rows) ->
            byDate(rows)
                .forEach(
                    (date, old) -> {
                      List<Map<String, Object>> now =
                          byDate(after.get(relation)).getOrDefault(date, List.of());
                      if (!old.equals(now)) {
                        changed.add(
                            "%s %s %d -> %d".formatted(relation, date, old.size(), now.size()));
                      }
                    }));
    return changed;
  }

  private static Map<Object, List<Map<String, Object>>> byDate(List<Map<String, Object>> rows) {
    return rows.stream().collect(Collectors.groupingBy(row -> row.get("event_date")));
  }

  /** Visits of a few users over some days, every third around midnight. */
  private List<Event> visits() {
    List<Event> events = new ArrayList<>();
    for (int visit = 0; visit < VISITS; visit++) {
      String user = "user-" + random.nextInt(8);
      long second = 86_400L * random.nextInt(DAYS);
      second += visit % 3 == 0 ? 85_000 + random.nextInt(1_400) : random.nextInt(86_400);
      int steps = 1 + random.nextInt(6);
      for (int step = 0; step < steps; step++) {
        String type = List.of("view", "view", "click", "purchase").get(random.nextInt(4));
        events.add(
            new Event(
                "e" + events.size(),
                type,
                user,
                "/p/%02d".formatted(1 + random.nextInt(26)),
                type.equals("purchase") ? BigDecimal.valueOf(1 + random.nextInt(99_999), 2) : null,
                FIRST_DAY.plusSeconds(second)));
        second += 60 + random.nextInt(2_400);
      }
    }
    return events;
  }

  private static List<Event> ofDays(List<Event> events, Integer... days) {
    return events.stream()
        .filter(
            event ->
                List.of(days)
                    .contains((int) ChronoUnit.DAYS.between(dateOf(FIRST_DAY), event.date())))
        .toList();
  }

  private static LocalDate dateOf(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static Map<String, String> sections() throws IOException {
    Map<String, String> sections = new HashMap<>();
    for (String line : Files.readAllLines(Pipelines.REAL.resolve("events/references/pages.csv"))) {
      sections.put(line.split(",")[0], line.split(",")[2]);
    }
    return sections;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;

import io.sluice.testing.Contents;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the tables of the pipeline events must hold, worked out in plain Java from all events that
 * ever came.
 */
final class EventsOracle {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration BREAK = Duration.ofMinutes(30);

  private record Key(String id, LocalDate date) {}

  private record HourOf(Instant start, String of) {}

  private final Map<String, String> sections;
  private final Map<Key, Event> published = new LinkedHashMap<>();
  private final Map<Key, String> files = new LinkedHashMap<>();

  /**
   * @param sections of pages; others are unknown
   */
  EventsOracle(Map<String, String> sections) {
    this.sections = sections;
  }

  /** Events came in a file, each the first of its id and date. */
  EventsOracle came(String file, Collection<Event> events) {
    for (Event event : events) {
      Key key = new Key(event.id(), event.date());
      if (published.putIfAbsent(key, event) == null) {
        files.put(key, file);
      }
    }
    return this;
  }

  List<Map<String, Object>> events() {
    List<Map<String, Object>> rows = new ArrayList<>();
    published.forEach(
        (key, event) -> {
          Map<String, Object> row = row(event.date());
          row.put("event_id", event.id());
          row.put("event_type", event.type());
          row.put("user_id", event.user());
          row.put("page", event.page());
          row.put("section", section(event));
          row.put("amount", event.amount());
          row.put("occurred_at", event.at());
          row.put("source_file", files.get(key));
          rows.add(row);
        });
    return Contents.sorted(rows);
  }

  /** The rows of every aggregation, by its name. */
  Map<String, List<Map<String, Object>>> aggregations() {
    return Map.of(
        "hourly_sections", hourlySections(),
        "hourly_top_pages", hourlyTopPages(),
        "active_users", activeUsers(),
        "sessions", sessions(),
        "views_with_purchase", viewsWithPurchase(),
        "daily_funnel", dailyFunnel());
  }

  private List<Map<String, Object>> hourlySections() {
    List<Map<String, Object>> rows = new ArrayList<>();
    by(event -> new HourOf(event.at().truncatedTo(ChronoUnit.HOURS), section(event)))
        .forEach(
            (hour, events) -> {
              Map<String, Object> row = row(date(hour.start()));
              row.put("hour_start", hour.start());
              row.put("hour_end", hour.start().plus(HOUR));
              row.put("section", hour.of());
              putKinds(row, events);
              row.put("unique_users", users(events));
              row.put("revenue", revenue(events));
              rows.add(row);
            });
    return Contents.sorted(rows);
  }

  private List<Map<String, Object>> hourlyTopPages() {
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<Instant, Map<String, List<Event>>> hours = new TreeMap<>();
    published.values().stream()
        .filter(event -> event.is("view"))
        .forEach(
            event ->
                hours
                    .computeIfAbsent(
                        event.at().truncatedTo(ChronoUnit.HOURS), any -> new TreeMap<>())
                    .computeIfAbsent(event.page(), any -> new ArrayList<>())
                    .add(event));
    hours.forEach(
        (hour, pages) -> {
          List<String> best =
              pages.keySet().stream()
                  .sorted(comparing((String page) -> -pages.get(page).size()))
                  .limit(10)
                  .toList();
          for (int place = 0; place < best.size(); place++) {
            Map<String, Object> row = row(date(hour));
            row.put("hour_start", hour);
            row.put("place", place + 1);
            row.put("page", best.get(place));
            row.put("views", (long) pages.get(best.get(place)).size());
            row.put("unique_users", users(pages.get(best.get(place))));
            rows.add(row);
          }
        });
    return Contents.sorted(rows);
  }

  private List<Map<String, Object>> activeUsers() {
    Map<Instant, List<Event>> windows = new TreeMap<>();
    for (Event event : published.values()) {
      long quarter = event.at().getEpochSecond() / QUARTER.toSeconds();
      for (int before = 0; before < 4; before++) {
        Instant start = Instant.ofEpochSecond((quarter - before) * QUARTER.toSeconds());
        windows.computeIfAbsent(start, any -> new ArrayList<>()).add(event);
      }
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    windows.forEach(
        (start, events) -> {
          Map<String, Object> row = row(date(start));
          row.put("window_start", start);
          row.put("window_end", start.plus(HOUR));
          row.put("total_events", (long) events.size());
          row.put("unique_users", users(events));
          rows.add(row);
        });
    return Contents.sorted(rows);
  }

  private List<Map<String, Object>> sessions() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<Event> session : sessionsOfAll()) {
      Map<String, Object> row = row(session.get(0).date());
      row.put("user_id", session.get(0).user());
      row.put("session_start", session.get(0).at());
      row.put("last_event_at", session.get(session.size() - 1).at());
      row.put("total_events", (long) session.size());
      putKinds(row, session);
      row.put("unique_pages", session.stream().map(Event::page).distinct().count());
      row.put("revenue", revenue(session));
      rows.add(row);
    }
    return Contents.sorted(rows);
  }

  private List<Map<String, Object>> viewsWithPurchase() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Event view : published.values()) {
      for (Event purchase : published.values()) {
        if (view.is("view")
            && purchase.is("purchase")
            && view.user().equals(purchase.user())
            && !purchase.at().isBefore(view.at())
            && !purchase.at().isAfter(view.at().plus(HOUR))) {
          Map<String, Object> row = row(view.date());
          row.put("view_id", view.id());
          row.put("purchase_id", purchase.id());
          row.put("user_id", view.user());
          row.put("viewed_page", view.page());
          row.put("purchased_page", purchase.page());
          row.put("viewed_at", view.at());
          row.put("purchased_at", purchase.at());
          row.put("amount", purchase.amount());
          rows.add(row);
        }
      }
    }
    return Contents.sorted(rows);
  }

  private List<Map<String, Object>> dailyFunnel() {
    Map<LocalDate, long[]> days = new TreeMap<>();
    for (List<Event> session : sessionsOfAll()) {
      long[] steps = days.computeIfAbsent(session.get(0).date(), any -> new long[4]);
      steps[0]++;
      int reached = 0;
      List<String> order = List.of("view", "click", "purchase");
      Instant since = Instant.MIN;
      while (reached < order.size()) {
        String next = order.get(reached);
        Instant from = since;
        var found =
            session.stream()
                .filter(event -> event.is(next) && !event.at().isBefore(from))
                .map(Event::at)
                .min(Instant::compareTo);
        if (found.isEmpty()) {
          break;
        }
        since = found.get();
        reached++;
        steps[reached]++;
      }
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    days.forEach(
        (date, steps) -> {
          Map<String, Object> row = row(date);
          row.put("total_sessions", steps[0]);
          row.put("sessions_with_view", steps[1]);
          row.put("sessions_with_click", steps[2]);
          row.put("sessions_with_purchase", steps[3]);
          rows.add(row);
        });
    return Contents.sorted(rows);
  }

  /** The events of each session, in the order of their times. */
  private List<List<Event>> sessionsOfAll() {
    List<List<Event>> sessions = new ArrayList<>();
    by(Event::user)
        .values()
        .forEach(
            events -> {
              List<Event> open = new ArrayList<>();
              for (Event event : events.stream().sorted(comparing(Event::at)).toList()) {
                if (!open.isEmpty()
                    && event.at().isAfter(open.get(open.size() - 1).at().plus(BREAK))) {
                  sessions.add(open);
                  open = new ArrayList<>();
                }
                open.add(event);
              }
              sessions.add(open);
            });
    return sessions;
  }

  private <K> Map<K, List<Event>> by(Function<Event, K> key) {
    return published.values().stream().collect(groupingBy(key));
  }

  private String section(Event event) {
    return sections.getOrDefault(event.page(), "unknown");
  }

  private static void putKinds(Map<String, Object> row, List<Event> events) {
    row.put("views", events.stream().filter(event -> event.is("view")).count());
    row.put("clicks", events.stream().filter(event -> event.is("click")).count());
    row.put("purchases", events.stream().filter(event -> event.is("purchase")).count());
  }

  private static long users(List<Event> events) {
    return events.stream().map(Event::user).distinct().count();
  }

  private static BigDecimal revenue(List<Event> events) {
    return events.stream()
        .filter(event -> event.is("purchase"))
        .map(Event::amount)
        .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
  }

  private static LocalDate date(Instant time) {
    return LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), 86_400));
  }

  private static Map<String, Object> row(LocalDate date) {
    Map<String, Object> row = new TreeMap<>();
    row.put("event_date", date);
    return row;
  }
}

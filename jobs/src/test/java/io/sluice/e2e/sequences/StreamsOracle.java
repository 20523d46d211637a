// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testing.Workspace;
import io.sluice.text.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What streams over sales have to hold, worked out in plain Java: the change log says which rows
 * each micro-batch took in, and this what becomes of them.
 */
final class StreamsOracle {
  /** A sale that the transformed table has. */
  private record Sale(String id, BigDecimal price, String buyer, Instant at) {}

  /** Sales of one buyer, each soon after the one before. */
  private record Visit(String buyer, Instant start, Instant end, long sales) {
    boolean touches(Visit other) {
      return buyer.equals(other.buyer) && !start.isAfter(other.end) && !other.start.isAfter(end);
    }

    Visit and(Visit other) {
      return new Visit(
          buyer,
          start.isBefore(other.start) ? start : other.start,
          end.isAfter(other.end) ? end : other.end,
          sales + other.sales);
    }
  }

  /**
   * Rows that a stream took in at once.
   *
   * @param isClosed whether it has closed what these rows let it close: a kill may have kept it
   *     from that, and then a restatement for good
   */
  private record Batch(List<Sale> sales, boolean isClosed) {}

  /** What a relation holds, and how many rows it dropped. */
  record Held(List<String> rows, long dropped) {}

  static final Duration DELAY = Duration.ofMinutes(30);
  static final Duration GAP = Duration.ofMinutes(20);

  private final Workspace workspace;

  StreamsOracle(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Hours of everything that is published. */
  List<String> hoursOfAll() {
    Map<Instant, List<Sale>> hours = new TreeMap<>();
    workspace.table("sales").forEach(row -> add(hours, sale(row)));
    return texts(hours);
  }

  /** Hours that the watermark has closed. */
  Held closedHours(String relation) throws IOException {
    Map<Instant, List<Sale>> open = new TreeMap<>();
    Map<Instant, List<Sale>> closed = new TreeMap<>();
    Instant watermark = Instant.EPOCH;
    long dropped = 0;
    for (Batch batch : batches(relation)) {
      Instant passed = watermark;
      for (Sale sale : batch.sales) {
        if (hour(sale.at).plus(1, ChronoUnit.HOURS).isAfter(passed)) {
          add(open, sale);
        } else {
          dropped++;
        }
        watermark = later(watermark, sale.at.minus(DELAY));
      }
      for (Instant hour : List.copyOf(open.keySet())) {
        if (batch.isClosed && !hour.plus(1, ChronoUnit.HOURS).isAfter(watermark)) {
          closed.put(hour, open.remove(hour));
        }
      }
    }
    return new Held(texts(closed), dropped);
  }

  /** Visits that the watermark has closed. */
  Held closedVisits(String relation) throws IOException {
    List<Visit> open = new ArrayList<>();
    List<Visit> closed = new ArrayList<>();
    Instant watermark = Instant.EPOCH;
    long dropped = 0;
    for (Batch batch : batches(relation)) {
      Instant passed = watermark;
      for (Sale sale : batch.sales) {
        Visit visit = new Visit(sale.buyer, sale.at, sale.at.plus(GAP), 1);
        if (visit.end.isAfter(passed)) {
          for (Visit other : List.copyOf(open)) {
            if (other.touches(visit)) {
              open.remove(other);
              visit = visit.and(other);
            }
          }
          open.add(visit);
        } else {
          dropped++;
        }
        watermark = later(watermark, sale.at.minus(DELAY));
      }
      Instant now = watermark;
      open.stream().filter(visit -> batch.isClosed && !visit.end.isAfter(now)).forEach(closed::add);
      open.removeAll(closed);
    }
    return new Held(
        closed.stream()
            .map(visit -> "%s %s %d".formatted(visit.buyer, visit.start, visit.sales))
            .sorted()
            .toList(),
        dropped);
  }

  /** The rows of each micro-batch that had any new ones, since the stream last began anew. */
  private List<Batch> batches(String relation) throws IOException {
    boolean isSettled = true;
    List<Long> versions = new ArrayList<>();
    String checkpoint = "";
    for (JsonNode record : records()) {
      JsonNode covered = record.at("/state/covered/" + relation);
      if (record.path("tables").has(relation) && covered.has("stream")) {
        String its = covered.at("/stream/checkpoint").asText();
        if (!its.equals(checkpoint)) {
          versions.clear();
          checkpoint = its;
        }
        isSettled = covered.at("/stream/settled").asBoolean();
        long version = covered.path("version").asLong();
        if (!versions.contains(version)) {
          versions.add(version);
        }
      }
    }
    List<Batch> batches = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (int i = 0; i < versions.size(); i++) {
      List<Sale> sales =
          workspace.tableAt("sales", versions.get(i)).stream()
              .map(StreamsOracle::sale)
              .filter(sale -> known.add(sale.id))
              .toList();
      batches.add(new Batch(sales, isSettled || i < versions.size() - 1));
    }
    return batches;
  }

  /** The change log, in its order. */
  List<JsonNode> records() throws IOException {
    return workspace.texts("changes").entrySet().stream()
        .filter(file -> file.getKey().matches(".*\\d+\\.json") && !file.getKey().startsWith("."))
        .map(file -> Json.parse(file.getValue()))
        .collect(Collectors.toList());
  }

  private static void add(Map<Instant, List<Sale>> hours, Sale sale) {
    hours.computeIfAbsent(hour(sale.at), none -> new ArrayList<>()).add(sale);
  }

  private static List<String> texts(Map<Instant, List<Sale>> hours) {
    return hours.entrySet().stream()
        .map(
            each ->
                "%s %d %s"
                    .formatted(
                        each.getKey(),
                        each.getValue().size(),
                        each.getValue().stream()
                            .map(Sale::price)
                            .reduce(BigDecimal.ZERO, BigDecimal::add)))
        .sorted()
        .toList();
  }

  private static Instant hour(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Sale sale(Map<String, Object> row) {
    return new Sale(
        String.valueOf(row.get("id")),
        (BigDecimal) row.get("price"),
        String.valueOf(row.get("buyer")),
        Instant.parse(String.valueOf(row.get("sold_at"))));
  }
}

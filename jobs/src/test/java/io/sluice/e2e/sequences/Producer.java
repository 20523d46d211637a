// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.e2e.Transactions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Sends files of transactions, day after day: new ones, late ones, the same again, contradictions.
 * No file has two records that contradict each other.
 */
final class Producer {
  private static final List<String> CATEGORIES = List.of("books", "toys", "garden", "");
  private static final List<Map<String, String>> MISTAKES =
      List.of(
          Map.of("amount", "a lot"),
          Map.of("user_id", ""),
          Map.of("country_code", "DEU"),
          Map.of("event_time", "soon"));
  private static final int RECORDS = 6;
  static final int LAST_DAY = 28;

  private final Draw draw;
  private final List<Land> files = new ArrayList<>();

  /** The values of each record that was sent as new, by its number. */
  private final TreeMap<Integer, Map<String, String>> sent = new TreeMap<>();

  private int today = 1;

  Producer(Draw draw) {
    this.draw = draw;
  }

  /** New transactions of today; some days more than one file comes. */
  Land fresh() {
    today = Math.min(LAST_DAY, today + (draw.oneIn(2) ? 1 : 0));
    return file("of day " + today, newRecords(today), Land.Age.NEWEST);
  }

  /** New transactions of a day that may have been published long ago. */
  Land late() {
    int day = draw.upTo(today);
    return file("late, of day " + day, newRecords(day), Land.Age.NEWEST);
  }

  /** Late, and its modification time was kept on its way. */
  Land lateAndOld() {
    int day = draw.upTo(today);
    return file("late, of day " + day, newRecords(day), Land.Age.OLDEST);
  }

  /** A file that came before, under another name. */
  Land again() {
    if (files.isEmpty()) {
      return fresh();
    }
    Land earlier = draw.of(files);
    return remember(new Land("the same as " + earlier.name(), name(), earlier.text(), anyAge()));
  }

  /** Records that came before, some with another amount. */
  Land contradicting() {
    if (sent.isEmpty()) {
      return fresh();
    }
    List<Integer> ids = new ArrayList<>(sent.keySet());
    Collections.shuffle(ids, new Random(draw.upTo(Integer.MAX_VALUE)));
    List<String> records = new ArrayList<>();
    for (int id : ids.subList(0, Math.min(ids.size(), draw.upTo(RECORDS)))) {
      Map<String, String> values = new HashMap<>(sent.get(id));
      if (!draw.oneIn(3)) {
        values.put("amount", 1000 + draw.upTo(3) + ".00");
      }
      records.add(Transactions.record(id, values));
    }
    return file("contradicting", records, anyAge());
  }

  /** The newest day that has transactions. */
  int today() {
    return today;
  }

  /** A day's date. */
  static String date(int day) {
    return "2024-03-%02d".formatted(day);
  }

  private List<String> newRecords(int day) {
    List<String> records = new ArrayList<>();
    for (int number = draw.upTo(RECORDS); number > 0; number--) {
      int id = sent.size() + 1;
      sent.put(id, values(day));
      records.add(Transactions.record(id, sent.get(id)));
    }
    return records;
  }

  private Map<String, String> values(int day) {
    Map<String, String> values = new HashMap<>();
    values.put("product_category", draw.of(CATEGORIES));
    values.put("user_id", "user-" + draw.upTo(5));
    values.put("product_id", "product-" + draw.upTo(4));
    values.put("event_time", "%s %02d:30:00".formatted(date(day), draw.upTo(3)));
    if (draw.oneIn(6)) {
      values.putAll(draw.of(MISTAKES));
    }
    return values;
  }

  private Land file(String what, List<String> records, Land.Age age) {
    return remember(new Land(what, name(), Transactions.file(records.toArray(String[]::new)), age));
  }

  private Land remember(Land file) {
    files.add(file);
    return file;
  }

  /** Names don't sort as the files land: within a batch the order of paths decides. */
  private String name() {
    return "%c%d.csv".formatted('a' + draw.upTo(26) - 1, files.size() + 1);
  }

  private Land.Age anyAge() {
    return draw.oneIn(4) ? Land.Age.OLDEST : Land.Age.NEWEST;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What every table of the pipeline transactions has to hold, worked out from the landed files in
 * plain Java. It shares no code with the product. Of records that differ and share an id on a day,
 * the first by batch and path stays; no file may hold two such.
 */
public final class TransactionsOracle {
  private enum Fate {
    WRITTEN,
    DUPLICATE,
    QUARANTINED
  }

  /**
   * What became of a record.
   *
   * @param codes why it is quarantined
   * @param sql by which it was judged
   * @param discarded whether it stays in quarantine for good
   */
  private record Judged(Fate fate, Set<String> codes, Sql sql, boolean discarded) {}

  private static final String CONFLICT = "conflicting_duplicate";

  private final List<LandedFile> files = new ArrayList<>();
  private final IdentityHashMap<RawRecord, Judged> judged = new IdentityHashMap<>();

  /** Per change, the files that have published rows of its dates. */
  private final List<Map<LocalDate, Set<String>>> filesByChange = new ArrayList<>();

  /** Batch after batch is taken in, by the SQL that is in the pipeline's folder. */
  public TransactionsOracle(List<Landed> landed) {
    landed.stream()
        .collect(Collectors.groupingBy(Landed::batch, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(files -> add(new Published.Batch(files, Sql.OF_FOLDER)));
  }

  private TransactionsOracle() {}

  /** After changes, in their order. */
  public static TransactionsOracle after(List<Published> changes) {
    TransactionsOracle oracle = new TransactionsOracle();
    changes.forEach(oracle::add);
    return oracle;
  }

  private void add(Published change) {
    if (change instanceof Published.Batch batch) {
      List<LandedFile> taken = batch.files().stream().map(LandedFile::read).toList();
      files.addAll(taken);
      judge(recordsOf(taken), batch.sql(), published());
      noteFiles(taken, date -> true);
    } else if (change instanceof Published.Backfill backfill) {
      List<RawRecord> again =
          recordsOf(files).stream()
              .filter(record -> backfill.contains(record.date()) && !judged.get(record).discarded())
              .toList();
      again.forEach(judged::remove);
      judge(again, backfill.sql(), published());
      noteFiles(files, backfill::contains);
    } else if (change instanceof Published.Discard discard) {
      open(discard.code()).forEach(this::giveUp);
      filesByChange.add(Map.of());
    }
  }

  /**
   * @param first what is published, by key; what is published from now on is added
   */
  private void judge(List<RawRecord> records, Sql sql, Map<List<Object>, RawRecord> first) {
    records.forEach(record -> judged.put(record, judged(record, sql, first)));
  }

  private static Judged judged(RawRecord record, Sql sql, Map<List<Object>, RawRecord> first) {
    Set<String> codes = record.reasons(sql);
    if (!codes.isEmpty()) {
      return new Judged(Fate.QUARANTINED, codes, sql, false);
    }
    RawRecord earlier = first.putIfAbsent(record.key(), record);
    if (earlier == null) {
      return new Judged(Fate.WRITTEN, Set.of(), sql, false);
    }
    return earlier.content().equals(record.content())
        ? new Judged(Fate.DUPLICATE, Set.of(), sql, false)
        : new Judged(Fate.QUARANTINED, Set.of(CONFLICT), sql, false);
  }

  private void giveUp(RawRecord record) {
    judged.computeIfPresent(
        record, (same, was) -> new Judged(was.fate(), was.codes(), was.sql(), true));
  }

  private Map<List<Object>, RawRecord> published() {
    Map<List<Object>, RawRecord> published = new HashMap<>();
    records(Fate.WRITTEN).forEach(record -> published.put(record.key(), record));
    return published;
  }

  private void noteFiles(List<LandedFile> touched, Predicate<LocalDate> dates) {
    Map<LocalDate, Set<String>> names = new HashMap<>();
    for (RawRecord record : recordsOf(touched)) {
      if (judged.get(record).fate() == Fate.WRITTEN && dates.test(record.date())) {
        names.computeIfAbsent(record.date(), none -> new TreeSet<>()).add(record.file().name());
      }
    }
    filesByChange.add(names);
  }

  /** {@code transformed_transactions} without record_hash and processed_timestamp. */
  public List<Map<String, Object>> transformed() {
    return transactions().stream().map(Transaction::row).toList();
  }

  /** {@code quarantine}: file, batch_id, event_date, record, and the codes of its reasons. */
  public List<Map<String, Object>> quarantine() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (RawRecord record : records(Fate.QUARANTINED)) {
      Map<String, Object> row = new TreeMap<>();
      row.put("file", record.file().name());
      row.put("batch_id", record.file().batch());
      row.put("event_date", record.date());
      row.put("record", record.kept());
      row.put("codes", List.copyOf(judged.get(record).codes()));
      rows.add(row);
    }
    return rows;
  }

  /** {@code files} without run_id, sql_hash and the words of the reason. */
  public List<Map<String, Object>> ledger() {
    return files.stream().map(this::ledgerRow).toList();
  }

  /** One of the pipeline's aggregations, without aggregation_timestamp. */
  public List<Map<String, Object>> aggregation(String relation) {
    return switch (relation) {
      case "category_customers" -> distinct(each -> withCategory(each, "user_id"));
      case "category_products" -> distinct(each -> withCategory(each, "product_id"));
      case "daily_category_metrics" ->
          grouped(
              each -> Map.of("event_date", each.date(), "product_category", each.category()),
              Measures::rowOfDay);
      case "hourly_category_metrics" ->
          grouped(
              each ->
                  Map.of(
                      "event_date", each.date(),
                      "event_hour", each.hour(),
                      "product_category", each.category()),
              Measures::row);
      case "transaction_metrics" ->
          grouped(each -> Map.of("product_category", each.category()), Measures::row);
      default -> throw new IllegalArgumentException("the oracle doesn't know " + relation);
    };
  }

  /** Whether files that were taken in have records of the dates. */
  public boolean holds(LocalDate from, LocalDate to) {
    Published.Backfill dates = new Published.Backfill(from, to, Sql.OF_FOLDER);
    return recordsOf(files).stream().anyMatch(record -> dates.contains(record.date()));
  }

  /** How many quarantined records that are not given up have a reason of this code. */
  public long openWith(String code) {
    return open(code).size();
  }

  /** How many of them would pass by other SQL; those that conflict with another aside. */
  public long openThatPass(Sql sql) {
    return records(Fate.QUARANTINED).stream()
        .filter(record -> !judged.get(record).discarded())
        .filter(record -> !judged.get(record).codes().contains(CONFLICT))
        .filter(record -> record.reasons(sql).isEmpty())
        .count();
  }

  /** The codes of the quarantined records that are not given up, with how many have each. */
  public Map<String, Long> openReasons() {
    Map<String, Long> reasons = new TreeMap<>();
    records(Fate.QUARANTINED).stream()
        .filter(record -> !judged.get(record).discarded())
        .flatMap(record -> judged.get(record).codes().stream())
        .forEach(code -> reasons.merge(code, 1L, Long::sum));
    return reasons;
  }

  /** How many dates have published rows that other SQL has made. */
  public long datesWithOtherSql(Sql sql) {
    return records(Fate.WRITTEN).stream()
        .filter(record -> !judged.get(record).sql().equals(sql))
        .map(RawRecord::date)
        .distinct()
        .count();
  }

  /** The files whose rows of a date were published by the changes after so many, sorted. */
  List<String> filesWith(LocalDate date, int afterChanges) {
    return filesByChange.stream()
        .skip(afterChanges)
        .flatMap(names -> names.getOrDefault(date, Set.of()).stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** How many changes it knows. */
  int changes() {
    return filesByChange.size();
  }

  /** How many records have each reason. */
  public Map<String, Long> reasons() {
    Map<String, Long> reasons = new TreeMap<>();
    records(Fate.QUARANTINED)
        .forEach(
            record ->
                judged.get(record).codes().forEach(code -> reasons.merge(code, 1L, Long::sum)));
    return reasons;
  }

  private List<RawRecord> open(String code) {
    return records(Fate.QUARANTINED).stream()
        .filter(record -> !judged.get(record).discarded())
        .filter(record -> judged.get(record).codes().contains(code))
        .toList();
  }

  private List<Map<String, Object>> distinct(Function<Transaction, Map<String, Object>> key) {
    return transactions().stream().map(key).distinct().toList();
  }

  private static Map<String, Object> withCategory(Transaction each, String column) {
    return Map.of("product_category", each.category(), column, each.text(column));
  }

  private List<Map<String, Object>> grouped(
      Function<Transaction, Map<String, Object>> key,
      Function<Measures, Map<String, Object>> figures) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<Map<String, Object>, List<Transaction>> groups =
        transactions().stream()
            .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    groups.forEach(
        (by, group) -> {
          Map<String, Object> row = figures.apply(new Measures(group));
          row.putAll(by);
          rows.add(row);
        });
    return rows;
  }

  /** The ledger's row, but for what names the run. */
  private Map<String, Object> ledgerRow(LandedFile file) {
    Map<String, Object> row = new TreeMap<>(file.ledgerRow());
    row.put("rows_written", count(file, Fate.WRITTEN));
    row.put("rows_duplicate", count(file, Fate.DUPLICATE));
    row.put("rows_quarantined", count(file, Fate.QUARANTINED));
    TreeMap<LocalDate, Map<String, Object>> dates = new TreeMap<>();
    for (RawRecord record : file.records()) {
      if (record.date() != null) {
        dates
            .computeIfAbsent(record.date(), TransactionsOracle::emptyDay)
            .merge(
                judged.get(record).fate().name().toLowerCase(Locale.ROOT),
                1L,
                (a, b) -> (Long) a + (Long) b);
      }
    }
    row.put("dates", List.copyOf(dates.values()));
    return row;
  }

  private long count(LandedFile file, Fate fate) {
    return file.records().stream().filter(record -> judged.get(record).fate() == fate).count();
  }

  private static Map<String, Object> emptyDay(LocalDate date) {
    return new TreeMap<>(
        Map.of("event_date", date, "written", 0L, "duplicate", 0L, "quarantined", 0L));
  }

  private List<Transaction> transactions() {
    return records(Fate.WRITTEN).stream()
        .map(record -> new Transaction(record, judged.get(record).sql()))
        .toList();
  }

  private List<RawRecord> records(Fate fate) {
    return recordsOf(files).stream()
        .filter(record -> judged.containsKey(record) && judged.get(record).fate() == fate)
        .toList();
  }

  /** In the log's order: by batch and path. */
  private static List<RawRecord> recordsOf(List<LandedFile> files) {
    return files.stream()
        .sorted(
            Comparator.comparing((LandedFile file) -> file.file().batch())
                .thenComparing(file -> file.file().name()))
        .flatMap(file -> file.records().stream())
        .toList();
  }
}

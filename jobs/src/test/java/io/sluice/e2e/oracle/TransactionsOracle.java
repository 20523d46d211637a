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
import java.util.function.Function;
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

  private final List<LandedFile> files;
  private final Map<RawRecord, Fate> fates = new IdentityHashMap<>();

  public TransactionsOracle(List<Landed> landed) {
    this.files = landed.stream().map(LandedFile::read).toList();
    Map<List<Object>, RawRecord> first = new HashMap<>();
    files.stream()
        .sorted(
            Comparator.comparing((LandedFile file) -> file.file().batch())
                .thenComparing(file -> file.file().name()))
        .flatMap(file -> file.records().stream())
        .forEach(record -> fates.put(record, fate(record, first)));
  }

  private static Fate fate(RawRecord record, Map<List<Object>, RawRecord> first) {
    if (!record.reasons().isEmpty()) {
      return Fate.QUARANTINED;
    }
    RawRecord earlier = first.putIfAbsent(record.key(), record);
    if (earlier == null) {
      return Fate.WRITTEN;
    }
    return earlier.content().equals(record.content()) ? Fate.DUPLICATE : Fate.QUARANTINED;
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
      row.put("codes", List.copyOf(codes(record)));
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

  /** The files of batches after one that published rows of a date, sorted. */
  List<String> filesWith(LocalDate date, long afterBatch) {
    return records(Fate.WRITTEN).stream()
        .filter(record -> record.date().equals(date) && record.file().batch() > afterBatch)
        .map(record -> record.file().name())
        .distinct()
        .sorted()
        .toList();
  }

  /** The last batch that it knows, 0 for none. */
  long lastBatch() {
    return files.stream().mapToLong(file -> file.file().batch()).max().orElse(0);
  }

  /** How many records have each reason. */
  public Map<String, Long> reasons() {
    Map<String, Long> reasons = new TreeMap<>();
    records(Fate.QUARANTINED)
        .forEach(record -> codes(record).forEach(code -> reasons.merge(code, 1L, Long::sum)));
    return reasons;
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

  private static Set<String> codes(RawRecord record) {
    return record.reasons().isEmpty() ? Set.of("conflicting_duplicate") : record.reasons();
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
                fates.get(record).name().toLowerCase(Locale.ROOT),
                1L,
                (a, b) -> (Long) a + (Long) b);
      }
    }
    row.put("dates", List.copyOf(dates.values()));
    return row;
  }

  private long count(LandedFile file, Fate fate) {
    return file.records().stream().filter(record -> fates.get(record) == fate).count();
  }

  private static Map<String, Object> emptyDay(LocalDate date) {
    return new TreeMap<>(
        Map.of("event_date", date, "written", 0L, "duplicate", 0L, "quarantined", 0L));
  }

  private List<Transaction> transactions() {
    return records(Fate.WRITTEN).stream().map(Transaction::new).toList();
  }

  private List<RawRecord> records(Fate fate) {
    return files.stream()
        .flatMap(file -> file.records().stream())
        .filter(record -> fates.get(record) == fate)
        .toList();
  }
}

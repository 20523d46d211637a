package io.sluice.e2e.oracle;

import java.math.BigDecimal;
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

  /** {@code transaction_metrics} without aggregation_timestamp. */
  public List<Map<String, Object>> transactionMetrics() {
    return grouped(each -> Map.of("product_category", each.category()));
  }

  /** {@code daily_category_metrics} without aggregation_timestamp. */
  public List<Map<String, Object>> dailyMetrics() {
    List<Map<String, Object>> rows =
        grouped(each -> Map.of("event_date", each.date(), "product_category", each.category()));
    rows.forEach(row -> row.put("total_discount_percent", discounts(row)));
    return rows;
  }

  private BigDecimal discounts(Map<String, Object> day) {
    return transactions().stream()
        .filter(each -> each.date().equals(day.get("event_date")))
        .filter(each -> each.category().equals(day.get("product_category")))
        .map(Transaction::discount)
        .reduce(new BigDecimal("0.00"), BigDecimal::add);
  }

  /** {@code hourly_category_metrics} without aggregation_timestamp. */
  public List<Map<String, Object>> hourlyMetrics() {
    return grouped(
        each ->
            Map.of(
                "event_date", each.date(),
                "event_hour", each.hour(),
                "product_category", each.category()));
  }

  /** How many records have each reason. */
  public Map<String, Long> reasons() {
    Map<String, Long> reasons = new TreeMap<>();
    records(Fate.QUARANTINED)
        .forEach(record -> codes(record).forEach(code -> reasons.merge(code, 1L, Long::sum)));
    return reasons;
  }

  private List<Map<String, Object>> grouped(Function<Transaction, Map<String, Object>> key) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<Map<String, Object>, List<Transaction>> groups =
        transactions().stream()
            .collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    groups.forEach(
        (by, group) -> {
          Map<String, Object> row = new Measures(group).row();
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

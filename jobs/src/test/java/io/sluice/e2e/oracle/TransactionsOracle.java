package io.sluice.e2e.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What every table of the pipeline transactions has to hold, worked out from the landed files in
 * plain Java. It shares no code with the product, and knows no duplicates: files must not repeat a
 * transaction_id within a day.
 */
public final class TransactionsOracle {
  private final List<LandedFile> files;

  public TransactionsOracle(List<Landed> landed) {
    this.files = landed.stream().map(LandedFile::read).toList();
  }

  /** {@code transformed_transactions} without record_hash and processed_timestamp. */
  public List<Map<String, Object>> transformed() {
    return transactions().stream().map(Transaction::row).toList();
  }

  /** {@code quarantine}: file, batch_id, event_date, record, and the codes of its reasons. */
  public List<Map<String, Object>> quarantine() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (RawRecord record : records(true)) {
      Map<String, Object> row = new TreeMap<>();
      row.put("file", record.file().name());
      row.put("batch_id", record.file().batch());
      row.put("event_date", record.date());
      row.put("record", record.kept());
      row.put("codes", List.copyOf(record.reasons()));
      rows.add(row);
    }
    return rows;
  }

  /** {@code files} without run_id, sql_hash and the words of the reason. */
  public List<Map<String, Object>> ledger() {
    return files.stream().map(LandedFile::ledgerRow).toList();
  }

  /** {@code transaction_metrics} without aggregation_timestamp. */
  public List<Map<String, Object>> transactionMetrics() {
    return grouped(each -> Map.of("product_category", each.category()));
  }

  /** {@code daily_category_metrics} without aggregation_timestamp. */
  public List<Map<String, Object>> dailyMetrics() {
    return grouped(each -> Map.of("event_date", each.date(), "product_category", each.category()));
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
    records(true)
        .forEach(record -> record.reasons().forEach(code -> reasons.merge(code, 1L, Long::sum)));
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

  private List<Transaction> transactions() {
    return records(false).stream().map(Transaction::new).toList();
  }

  private List<RawRecord> records(boolean bad) {
    return files.stream()
        .flatMap(file -> file.records().stream())
        .filter(record -> record.reasons().isEmpty() != bad)
        .toList();
  }
}

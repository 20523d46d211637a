// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import io.sluice.testing.Contents;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The receipts of one run of one aggregation: a row of {@code restatements} for each event date
 * that had rows before and has others now.
 *
 * @param before all that was published when the aggregation was computed the last time
 * @param now all that it covers after the run
 */
public record Restatements(
    String relation, String runId, TransactionsOracle before, TransactionsOracle now) {
  private static final String DATE = "event_date";
  private static final BigDecimal NOTHING = new BigDecimal("0.00");

  /** Without restated_at; what a row lists is sorted. */
  public List<Map<String, Object>> rows() {
    Map<LocalDate, List<Map<String, Object>>> old = byDate(before);
    Map<LocalDate, List<Map<String, Object>>> current = byDate(now);
    List<Map<String, Object>> rows = new ArrayList<>();
    old.forEach(
        (date, rowsOld) -> {
          List<Map<String, Object>> rowsNew = current.getOrDefault(date, List.of());
          if (!Contents.sorted(rowsNew).equals(Contents.sorted(rowsOld))) {
            rows.add(row(date, rowsOld, rowsNew));
          }
        });
    return rows;
  }

  private Map<String, Object> row(
      LocalDate date, List<Map<String, Object>> old, List<Map<String, Object>> current) {
    Map<String, Object> row = new TreeMap<>();
    row.put("relation", relation);
    row.put(DATE, date);
    row.put("run_id", runId);
    row.put("rows_old", (long) old.size());
    row.put("rows_new", (long) current.size());
    row.put("sums", sums(old, current));
    row.put("files", now.filesWith(date, before.changes()));
    return row;
  }

  /** Of the columns that hold money, averages and rates; by name. */
  private static List<Map<String, Object>> sums(
      List<Map<String, Object>> old, List<Map<String, Object>> current) {
    Map<String, BigDecimal> sumsOld = sums(old);
    Map<String, BigDecimal> sumsNew = sums(current);
    TreeSet<String> columns = new TreeSet<>(sumsOld.keySet());
    columns.addAll(sumsNew.keySet());
    List<Map<String, Object>> sums = new ArrayList<>();
    for (String column : columns) {
      Map<String, Object> sum = new TreeMap<>();
      sum.put("column", column);
      sum.put("old", sumsOld.getOrDefault(column, NOTHING).toPlainString());
      sum.put("new", sumsNew.getOrDefault(column, NOTHING).toPlainString());
      sums.add(sum);
    }
    return sums;
  }

  private static Map<String, BigDecimal> sums(List<Map<String, Object>> rows) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (Map<String, Object> row : rows) {
      row.forEach(
          (column, value) -> {
            if (value instanceof BigDecimal number) {
              sums.merge(column, number, BigDecimal::add);
            }
          });
    }
    return sums;
  }

  /** None where the aggregation has no event date. */
  private Map<LocalDate, List<Map<String, Object>>> byDate(TransactionsOracle oracle) {
    Function<Map<String, Object>, LocalDate> date = row -> (LocalDate) row.get(DATE);
    return oracle.aggregation(relation).stream()
        .filter(row -> row.containsKey(DATE))
        .collect(Collectors.groupingBy(date, TreeMap::new, Collectors.toList()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.aggregate;

import io.sluice.relation.RestatementsTable;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** Receipts for dates that had been published before, and that a run has changed. */
final class Restatements {
  /** Receipt of a change to one date. */
  record Receipt(DateChecksum before, DateChecksum after) {}

  private Restatements() {}

  /**
   * The dates that had rows before and have others now.
   *
   * @param before by date
   * @param after by date
   */
  static SortedMap<LocalDate, Receipt> between(
      Map<LocalDate, DateChecksum> before, Map<LocalDate, DateChecksum> after) {
    SortedMap<LocalDate, Receipt> receipts = new TreeMap<>();
    before.forEach(
        (date, figures) -> {
          DateChecksum now = after.getOrDefault(date, figures.ofNothing());
          if (now.hasOtherRowsThan(figures)) {
            receipts.put(date, new Receipt(figures, now));
          }
        });
    return receipts;
  }

  /**
   * @param files the files whose rows have touched a date; none where other SQL changed it
   */
  static Dataset<Row> rows(
      SparkSession spark,
      String aggregation,
      String runId,
      SortedMap<LocalDate, Receipt> receipts,
      Map<LocalDate, Set<String>> files,
      Instant at) {
    List<Row> rows = new ArrayList<>();
    receipts.forEach(
        (date, receipt) ->
            rows.add(
                RowFactory.create(
                    aggregation,
                    Date.valueOf(date),
                    runId,
                    receipt.before().rows(),
                    receipt.after().rows(),
                    sums(receipt),
                    List.copyOf(files.getOrDefault(date, Set.of())),
                    Timestamp.from(at))));
    return spark.createDataFrame(rows, RestatementsTable.LAYOUT.schema()).coalesce(1);
  }

  private static List<Row> sums(Receipt receipt) {
    List<Row> sums = new ArrayList<>();
    receipt
        .after()
        .sums()
        .forEach(
            (column, sum) -> {
              BigDecimal before = receipt.before().sums().get(column);
              sums.add(
                  RowFactory.create(
                      column, before == null ? null : before.toPlainString(), sum.toPlainString()));
            });
    return sums;
  }
}

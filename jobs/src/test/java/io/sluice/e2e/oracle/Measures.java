// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** The figures of a group of transactions. */
record Measures(List<Transaction> group) {
  private static final BigDecimal NOTHING = new BigDecimal("0.00");

  /** Every measure by its column's name. */
  Map<String, Object> row() {
    Map<String, Object> row = new TreeMap<>();
    row.put("total_transactions", (long) group.size());
    row.put("unique_customers", distinct("user_id"));
    row.put("unique_products", distinct("product_id"));
    row.put("total_revenue", sum(Transaction::revenue));
    row.put("avg_transaction_value", perTransaction(sum(Transaction::revenue)));
    row.put("min_transaction_value", revenues().get(0));
    row.put("max_transaction_value", revenues().get(group.size() - 1));
    row.put("total_quantity_sold", quantity().longValueExact());
    row.put("avg_quantity_per_transaction", perTransaction(quantity()));
    row.put("avg_discount_percent", perTransaction(sum(Transaction::discount)));
    row.put("discounted_transactions", count(Transaction::hasDiscount));
    row.put("discount_rate_percent", rate(Transaction::hasDiscount));
    row.put("high_value_transactions", count(Transaction::isHighValue));
    row.put(
        "high_value_revenue", sum(each -> each.isHighValue() ? each.revenue() : BigDecimal.ZERO));
    row.put("bulk_orders", count(Transaction::isBulkOrder));
    row.put("bulk_order_rate_percent", rate(Transaction::isBulkOrder));
    for (String status : List.of("completed", "pending", "failed", "refunded")) {
      row.put(status + "_transactions", count(each -> status.equals(each.text("status"))));
    }
    row.put("completion_rate_percent", rate(each -> each.text("status").equals("completed")));
    for (String segment : List.of("premium", "regular", "new", "unclassified")) {
      row.put(segment + "_transactions", count(each -> each.segment().equals(segment)));
    }
    for (String method : List.of("credit_card", "debit_card", "paypal", "bank_transfer")) {
      row.put(method + "_payments", count(each -> method.equals(each.text("payment_method"))));
    }
    return row;
  }

  /** What a day's row has: the sum too, from which averages of many days are exact. */
  Map<String, Object> rowOfDay() {
    Map<String, Object> row = row();
    row.put("total_discount_percent", sum(Transaction::discount));
    return row;
  }

  private List<BigDecimal> revenues() {
    return group.stream().map(Transaction::revenue).sorted(Comparator.naturalOrder()).toList();
  }

  private BigDecimal sum(Function<Transaction, BigDecimal> part) {
    return group.stream().map(part).reduce(NOTHING, BigDecimal::add);
  }

  private BigDecimal quantity() {
    return new BigDecimal(group.stream().mapToLong(each -> each.record().quantity()).sum());
  }

  private long count(Predicate<Transaction> which) {
    return group.stream().filter(which).count();
  }

  private long distinct(String column) {
    return group.stream().map(each -> each.text(column)).distinct().count();
  }

  private BigDecimal rate(Predicate<Transaction> which) {
    return perTransaction(new BigDecimal(100 * count(which)));
  }

  private BigDecimal perTransaction(BigDecimal total) {
    return total.divide(new BigDecimal(group.size()), 2, RoundingMode.HALF_UP);
  }
}

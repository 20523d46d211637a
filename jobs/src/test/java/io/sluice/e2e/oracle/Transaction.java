// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A record that is published, and what follows from it.
 *
 * @param sql which it went through
 */
record Transaction(RawRecord record, Sql sql) {
  private static final BigDecimal HUNDRED = new BigDecimal(100);
  private static final BigDecimal HIGH_VALUE = new BigDecimal(200);
  private static final int BULK = 3;

  String text(String column) {
    return record.text(column);
  }

  String category() {
    return orElse("product_category", sql.noCategory());
  }

  String segment() {
    return orElse("customer_segment", "unclassified");
  }

  BigDecimal discount() {
    return record.discount() == null ? new BigDecimal("0.00") : record.discount();
  }

  BigDecimal revenue() {
    return discounted(record.amount().multiply(new BigDecimal(record.quantity())));
  }

  LocalDate date() {
    return record.eventTime().toLocalDate();
  }

  int hour() {
    return record.eventTime().getHour();
  }

  boolean isHighValue() {
    return record.amount().compareTo(HIGH_VALUE) >= 0;
  }

  boolean isBulkOrder() {
    return record.quantity() > BULK;
  }

  boolean hasDiscount() {
    return discount().signum() > 0;
  }

  /** The row of the transformed table, but for what says when it was published. */
  Map<String, Object> row() {
    Map<String, Object> row = new TreeMap<>();
    row.put("transaction_id", text("transaction_id"));
    row.put("user_id", text("user_id"));
    row.put("product_id", text("product_id"));
    row.put("amount", record.amount());
    row.put("quantity", record.quantity());
    row.put("payment_method", text("payment_method"));
    row.put("status", text("status"));
    row.put(
        "country_code",
        text("country_code") == null ? null : text("country_code").toUpperCase(Locale.ROOT));
    row.put("product_category", category());
    row.put("discount_percent", discount());
    row.put("discounted_amount", discounted(record.amount()));
    row.put("revenue", revenue());
    row.put("status_category", statusCategory());
    row.put("customer_segment", segment());
    row.put("event_timestamp", record.eventTime().toInstant(ZoneOffset.UTC));
    row.put("event_date", date());
    row.put("event_hour", hour());
    row.put("day_of_week", date().getDayOfWeek().getValue() % 7 + 1);
    row.put("is_high_value", isHighValue());
    row.put("is_bulk_order", isBulkOrder());
    row.put("has_discount", hasDiscount());
    row.put("source_file", record.file().name());
    return row;
  }

  private String statusCategory() {
    return switch (text("status")) {
      case "completed" -> "success";
      case "pending" -> "in_progress";
      case "failed", "refunded" -> "unsuccessful";
      default -> "unknown";
    };
  }

  private BigDecimal discounted(BigDecimal price) {
    return price
        .multiply(HUNDRED.subtract(discount()))
        .divide(HUNDRED)
        .setScale(2, RoundingMode.HALF_UP);
  }

  private String orElse(String column, String filler) {
    return text(column) == null ? filler : text(column);
  }
}

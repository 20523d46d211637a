// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lines of transaction files. */
public final class Transactions {
  static final List<String> COLUMNS =
      List.of(
          "transaction_id",
          "user_id",
          "product_id",
          "product_category",
          "amount",
          "quantity",
          "payment_method",
          "status",
          "event_time",
          "country_code",
          "discount_percent",
          "customer_segment");
  static final String HEADER = String.join(",", COLUMNS);

  private static final List<String> STATUSES =
      List.of("completed", "pending", "failed", "refunded");
  private static final List<String> METHODS =
      List.of("credit_card", "debit_card", "paypal", "bank_transfer");
  private static final List<String> SEGMENTS = List.of("premium", "regular", "new");

  private Transactions() {}

  /** A good record; each number gives another one, over three days. */
  public static String record(int id) {
    return record(id, Map.of());
  }

  /** The record with other values in some columns. */
  public static String record(int id, Map<String, String> others) {
    return record(COLUMNS, id, others);
  }

  static String record(List<String> columns, int id, Map<String, String> others) {
    Map<String, String> values =
        Map.ofEntries(
            Map.entry("transaction_id", "txn-%04d".formatted(id)),
            Map.entry("user_id", "user-" + id % 7),
            Map.entry("product_id", "product-" + id % 5),
            Map.entry("product_category", id % 4 == 0 ? "books" : "toys"),
            Map.entry("amount", "%d.%02d".formatted(1 + id * 37 % 400, id * 13 % 100)),
            Map.entry("quantity", String.valueOf(1 + id % 6)),
            Map.entry("payment_method", METHODS.get(id % METHODS.size())),
            Map.entry("status", STATUSES.get(id % STATUSES.size())),
            Map.entry(
                "event_time",
                "2024-03-%02d %02d:%02d:00".formatted(1 + id % 3, id % 24, id * 7 % 60)),
            Map.entry("country_code", id % 2 == 0 ? "DE" : "us"),
            Map.entry("discount_percent", id % 3 == 0 ? "" : "%d.5".formatted(id % 40)),
            Map.entry("customer_segment", SEGMENTS.get(id % SEGMENTS.size())));
    return columns.stream()
        .map(column -> others.getOrDefault(column, values.getOrDefault(column, "more")))
        .collect(Collectors.joining(","));
  }

  /** A file of good records. */
  public static String file(int first, int last) {
    return text(Stream.of(HEADER), IntStream.rangeClosed(first, last).mapToObj(id -> record(id)));
  }

  public static String file(String... records) {
    return text(Stream.of(HEADER), Stream.of(records));
  }

  private static String text(Stream<String> header, Stream<String> records) {
    return Stream.concat(header, records).collect(Collectors.joining("\n", "", "\n"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static java.util.stream.Collectors.groupingBy;

import io.sluice.testing.Contents;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What the tables of the pipeline orders must hold, worked out in plain Java. */
final class OrdersOracle {
  private record Key(String id, LocalDate date) {}

  private record Group(LocalDate date, String country) {}

  private record Published(Order order, String file) {
    String country() {
      return order.country() == null ? "unknown" : order.country().toUpperCase(Locale.ROOT);
    }

    Key key() {
      return new Key(order.id(), order.date());
    }
  }

  private final Map<Key, Published> published = new LinkedHashMap<>();

  /** A good order came in a file. The first one of its number and date stays. */
  OrdersOracle came(String file, Order... orders) {
    for (Order order : orders) {
      Published one = new Published(order, file);
      published.putIfAbsent(one.key(), one);
    }
    return this;
  }

  List<Map<String, Object>> lines() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Published one : published.values()) {
      Order order = one.order();
      for (int place = 0; place < order.items().size(); place++) {
        Order.Item item = order.items().get(place);
        Map<String, Object> row = new TreeMap<>();
        row.put("order_id", order.id());
        row.put("line_number", place + 1);
        row.put("item_id", item.id());
        row.put("product_name", "Product " + item.id());
        row.put("quantity", item.quantity());
        row.put("price", item.price());
        row.put("line_total", item.total());
        row.put("count_lines", order.items().size());
        row.put("customer_id", order.customer());
        Map<String, Object> person = new TreeMap<>(order.person());
        Map<?, ?> address = (Map<?, ?>) person.get("address");
        person.put("address", new TreeMap<>(address));
        row.put("customer", person);
        row.put("city", address.get("city"));
        row.put("postal_code", address.get("postal_code"));
        row.put("country", one.country());
        row.put("payment_method", "paypal");
        row.put("payment_transaction_id", "pay-" + order.id());
        row.put("metadata", order.metadata().stream().map(TreeMap::new).toList());
        row.put("ordered_at", order.at());
        row.put("order_date", order.date());
        row.put("source_file", one.file());
        rows.add(row);
      }
    }
    return Contents.sorted(rows);
  }

  List<Map<String, Object>> dailyCountryMetrics() {
    List<Map<String, Object>> rows = new ArrayList<>();
    by(one -> new Group(one.order().date(), one.country()))
        .forEach(
            (group, orders) -> {
              Map<String, Object> row = figures(orders);
              row.put("order_date", group.date());
              row.put("country", group.country());
              rows.add(row);
            });
    return Contents.sorted(rows);
  }

  List<Map<String, Object>> countryMetrics() {
    List<Map<String, Object>> rows = new ArrayList<>();
    by(Published::country)
        .forEach(
            (country, orders) -> {
              Map<String, Object> row = figures(orders);
              row.put("country", country);
              row.put(
                  "count_days", orders.stream().map(one -> one.order().date()).distinct().count());
              rows.add(row);
            });
    return Contents.sorted(rows);
  }

  List<Map<String, Object>> countryCustomers() {
    return Contents.sorted(
        published.values().stream()
            .map(
                one ->
                    Map.<String, Object>of(
                        "country", one.country(), "customer_id", one.order().customer()))
            .distinct()
            .toList());
  }

  /** The revenue of a date in all countries. */
  BigDecimal revenue(LocalDate date) {
    return published.values().stream()
        .map(Published::order)
        .filter(order -> order.date().equals(date))
        .map(Order::value)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private <K> Map<K, List<Published>> by(Function<Published, K> key) {
    return published.values().stream().collect(groupingBy(key));
  }

  private static Map<String, Object> figures(List<Published> orders) {
    List<BigDecimal> values = orders.stream().map(one -> one.order().value()).toList();
    BigDecimal revenue = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    Map<String, Object> row = new TreeMap<>();
    row.put("total_orders", (long) orders.size());
    row.put("total_lines", orders.stream().mapToLong(one -> one.order().items().size()).sum());
    row.put(
        "total_quantity",
        orders.stream()
            .flatMap(one -> one.order().items().stream())
            .mapToLong(Order.Item::quantity)
            .sum());
    row.put(
        "unique_customers", orders.stream().map(one -> one.order().customer()).distinct().count());
    row.put("total_revenue", revenue);
    row.put(
        "avg_order_value",
        revenue.divide(BigDecimal.valueOf(orders.size()), 2, RoundingMode.HALF_UP));
    row.put("min_order_value", values.stream().min(Comparator.naturalOrder()).orElseThrow());
    row.put("max_order_value", values.stream().max(Comparator.naturalOrder()).orElseThrow());
    return row;
  }
}

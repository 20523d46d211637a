// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An order as a shop sends it.
 *
 * @param country null where it says none
 */
record Order(String id, Instant at, String customer, String country, List<Item> items) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line of an order, whose number is its place. */
  record Item(String id, int quantity, BigDecimal price) {
    static Item item(String id, int quantity, String price) {
      return new Item(id, quantity, new BigDecimal(price));
    }

    BigDecimal total() {
      return price.multiply(BigDecimal.valueOf(quantity));
    }
  }

  static Order of(String id, String at, String customer, String country, Item... items) {
    return new Order(id, Instant.parse(at), customer, country, List.of(items));
  }

  LocalDate date() {
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  BigDecimal value() {
    return items.stream().map(Item::total).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The customer, as the document and the table have it. */
  Map<String, Object> person() {
    Map<String, Object> address = new LinkedHashMap<>();
    address.put("city", "City of " + customer);
    address.put("postal_code", "0" + customer.length());
    address.put("country", country);
    Map<String, Object> person = new LinkedHashMap<>();
    person.put("customer_id", customer);
    person.put("name", "Name of " + customer);
    person.put("email", customer + "@example.com");
    person.put("address", address);
    return person;
  }

  /** What is beside the order, as the document and the table have it. */
  List<Map<String, Object>> metadata() {
    return List.of(Map.of("key", "channel", "value", "web"), Map.of("key", "id", "value", id));
  }

  /** The document of one order, over many lines. */
  String document() {
    return written(fields());
  }

  /** The document of several orders. */
  static String document(Order... orders) {
    return written(List.of(orders).stream().map(Order::fields).toList());
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("order_id", id);
    fields.put("timestamp", at.toString());
    fields.put("customer", person());
    fields.put(
        "items",
        items.stream()
            .map(
                item ->
                    Map.of(
                        "item_id", item.id(),
                        "product_name", "Product " + item.id(),
                        "quantity", item.quantity(),
                        "price", item.price()))
            .toList());
    fields.put("payment", Map.of("method", "paypal", "transaction_id", "pay-" + id));
    fields.put("metadata", metadata());
    return fields;
  }

  private static String written(Object value) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}

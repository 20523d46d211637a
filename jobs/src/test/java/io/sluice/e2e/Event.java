// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A good event of the pipeline events.
 *
 * @param amount null but of purchases
 */
record Event(String id, String type, String user, String page, BigDecimal amount, Instant at) {

  LocalDate date() {
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  boolean is(String other) {
    return type.equals(other);
  }

  /** The event as a line of a file, without its end. */
  String line() {
    String price = amount == null ? "" : ", \"amount\": " + amount;
    return "{\"event_id\": \"%s\", \"event_type\": \"%s\", \"user_id\": \"%s\", \"page\": \"%s\"%s, \"occurred_at\": \"%s\"}"
        .formatted(id, type, user, page, price, at);
  }

  static String lines(Event... events) {
    return Arrays.stream(events).map(event -> event.line() + "\n").collect(Collectors.joining());
  }
}

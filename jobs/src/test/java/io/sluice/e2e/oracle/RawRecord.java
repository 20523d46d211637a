// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One record of a landed file.
 *
 * @param line as it is in the file
 * @param values by column, null where the file has no such column
 * @param whole whether it has as many values as the header
 */
record RawRecord(Landed file, String line, Map<String, String> values, boolean whole) {
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
  static final List<String> REQUIRED =
      List.of(
          "transaction_id", "user_id", "product_id", "amount", "quantity", "status", "event_time");

  private static final Set<String> PAYMENT_METHODS =
      Set.of("credit_card", "debit_card", "paypal", "bank_transfer");
  private static final Set<String> SEGMENTS = Set.of("premium", "regular", "new");
  private static final LocalDateTime EARLIEST = LocalDateTime.of(2000, 1, 1, 0, 0);
  private static final BigDecimal HUNDRED = new BigDecimal(100);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withResolverStyle(ResolverStyle.STRICT);

  /** The value as it is, null where it is missing: absent, empty or blank. */
  String text(String column) {
    String value = values.get(column);
    return value == null || value.isBlank() ? null : value;
  }

  /** A number of at most so many digits before and after the point, else null. */
  BigDecimal decimal(String column, int whole, int fraction) {
    String text = text(column);
    if (text == null || !text.strip().matches("[+-]?\\d+(\\.\\d{1," + fraction + "})?")) {
      return null;
    }
    BigDecimal value = new BigDecimal(text.strip());
    return value.abs().compareTo(BigDecimal.TEN.pow(whole)) < 0 ? value.setScale(fraction) : null;
  }

  Integer quantity() {
    String text = text("quantity");
    if (text == null || !text.strip().matches("[+-]?\\d+")) {
      return null;
    }
    BigInteger value = new BigInteger(text.strip());
    return value.bitLength() < Integer.SIZE ? Integer.valueOf(value.intValue()) : null;
  }

  LocalDateTime eventTime() {
    try {
      return LocalDateTime.parse(String.valueOf(text("event_time")).strip(), TIME);
    } catch (DateTimeException e) {
      return null;
    }
  }

  BigDecimal amount() {
    return decimal("amount", 16, 2);
  }

  BigDecimal discount() {
    return decimal("discount_percent", 3, 2);
  }

  /** The day that lacks the record where it is quarantined, null where that can't be told. */
  LocalDate date() {
    LocalDateTime time = eventTime();
    return time == null || time.getYear() < 1900 || time.getYear() > 2100
        ? null
        : time.toLocalDate();
  }

  /**
   * The codes of all that is wrong with it by the pipeline's SQL; none where it may be published.
   */
  Set<String> reasons(Sql sql) {
    if (!whole) {
      return new TreeSet<>(Set.of("column_count"));
    }
    Set<String> reasons = new TreeSet<>();
    for (String column : REQUIRED) {
      if (text(column) == null) {
        reasons.add(column + "_missing");
      }
    }
    judge(reasons, "amount", amount(), "amount_is_positive", amount() != null && isPositive());
    judge(
        reasons,
        "quantity",
        quantity(),
        "quantity_is_positive",
        quantity() != null && quantity() > 0);
    judge(
        reasons,
        "discount_percent",
        discount(),
        "discount_percent_is_0_to_100",
        discount() != null && discount().signum() >= 0 && discount().compareTo(HUNDRED) <= 0);
    LocalDateTime time = eventTime();
    judge(
        reasons,
        "event_time",
        time,
        "event_time_is_since_2000",
        time != null && !time.isBefore(EARLIEST));
    judge(
        reasons,
        "event_time",
        time,
        "event_time_is_not_after_landing",
        time != null
            && !time.toInstant(ZoneOffset.UTC).isAfter(file.modifiedAt().plus(Duration.ofDays(1))));
    require(reasons, "payment_method", PAYMENT_METHODS, "payment_method_is_known");
    require(reasons, "customer_segment", SEGMENTS, "customer_segment_is_known");
    if (text("country_code") != null && !text("country_code").matches(sql.countryCode())) {
      reasons.add("country_code_is_two_letters");
    }
    return reasons;
  }

  /** What tells it from other records of its day. */
  List<Object> key() {
    return List.of(text("transaction_id"), date());
  }

  /** Its values, typed: two records are the same where these are equal. */
  List<Object> content() {
    List<Object> content = new ArrayList<>();
    for (String column : COLUMNS) {
      content.add(
          switch (column) {
            case "amount" -> amount();
            case "quantity" -> quantity();
            case "event_time" -> eventTime();
            case "discount_percent" -> discount();
            default -> text(column);
          });
    }
    return content;
  }

  /** What quarantine keeps of it: the line where values are too few or too many, else JSON. */
  String kept() {
    return whole
        ? COLUMNS.stream()
            .map(column -> "\"" + column + "\":" + json(values.get(column)))
            .collect(Collectors.joining(",", "{", "}"))
        : line;
  }

  private boolean isPositive() {
    return amount().signum() > 0;
  }

  /** A value that doesn't fit its type has that one reason; one that does has to hold the rule. */
  private void judge(Set<String> reasons, String column, Object typed, String rule, boolean holds) {
    if (text(column) != null && typed == null) {
      reasons.add(column + "_type");
    } else if (typed != null && !holds) {
      reasons.add(rule);
    }
  }

  private void require(Set<String> reasons, String column, Set<String> known, String rule) {
    if (text(column) != null && !known.contains(text(column))) {
      reasons.add(rule);
    }
  }

  private static String json(String value) {
    return value == null || value.isEmpty()
        ? "null"
        : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"";
  }
}

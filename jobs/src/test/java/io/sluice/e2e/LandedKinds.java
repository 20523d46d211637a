// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e;

import static io.sluice.e2e.Transactions.HEADER;
import static io.sluice.e2e.Transactions.record;

import io.sluice.testing.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Files of every kind that producers send, good and bad. */
final class LandedKinds {
  static final String REJECTED = "wrong header.csv";

  private LandedKinds() {}

  static void land(Workspace workspace) throws IOException {
    workspace.land("clean one.csv", Transactions.file(1, 40));
    workspace.land("values#100%.csv", Transactions.file(badValues()));
    workspace.land("shapes[1]{2}.csv", badShapes());
    workspace.land("ordre-é.csv", reordered());
    workspace.land("upper.csv", "\uFEFF" + HEADER.toUpperCase(Locale.ROOT) + "\n" + record(200));
    workspace.land("extra.csv", withColumns(withExtra(), 210, 214));
    workspace.land("less.csv", withColumns(withoutOptional(), 220, 224));
    workspace.land(REJECTED, "id;amount\n1;2\n");
    workspace.land("empty.csv", "");
    workspace.land("header only.csv", HEADER + "\n");
    workspace.land("clean two.csv", Transactions.file(300, 340));
  }

  /** One record for each way in which a value can be wrong, and some at the edge that are right. */
  private static String[] badValues() {
    return new String[] {
      record(100, Map.of("transaction_id", "")),
      record(101, Map.of("user_id", "   ")),
      record(102, Map.of("product_id", "\"\"")),
      record(103, Map.of("amount", "")),
      record(104, Map.of("amount", "twelve")),
      record(105, Map.of("amount", "\"1,234.50\"")),
      record(106, Map.of("amount", "1.005")),
      record(107, Map.of("amount", "NaN")),
      record(108, Map.of("amount", "-1.00")),
      record(109, Map.of("amount", "0")),
      record(110, Map.of("quantity", "1.5")),
      record(111, Map.of("quantity", "2147483648")),
      record(112, Map.of("quantity", "0")),
      record(113, Map.of("payment_method", "cash")),
      record(114, Map.of("status", "")),
      record(115, Map.of("event_time", "2024-02-30 10:00:00")),
      record(116, Map.of("event_time", "10:15")),
      record(117, Map.of("event_time", "1999-12-31 23:59:59")),
      record(118, Map.of("event_time", "2099-01-01 00:00:00")),
      record(119, Map.of("event_time", "0001-01-01 00:00:00")),
      record(120, Map.of("country_code", "DEU")),
      record(121, Map.of("country_code", "D1")),
      record(122, Map.of("discount_percent", "100.01")),
      record(123, Map.of("discount_percent", "-0.01")),
      record(124, Map.of("discount_percent", "half")),
      record(125, Map.of("customer_segment", "gold")),
      record(126, Map.of("amount", "x", "quantity", "y", "status", "", "country_code", "1")),
      record(127, Map.of("event_time", "", "user_id", "", "payment_method", "cash")),
      record(128, Map.of("user_id", "\"a \"\"quoted\"\", name\"", "amount", "-5")),
      record(129, Map.of("user_id", "\"=cmd|'/C calc'!A0, \"\"x\"\"\"")),
      record(130, Map.of("status", "on hold", "product_category", "", "customer_segment", " ")),
      record(131, Map.of("payment_method", "", "country_code", "", "discount_percent", "100")),
      record(132, Map.of("amount", "0.01", "quantity", "+007", "discount_percent", "50")),
      record(133, Map.of("amount", " 200 ", "event_time", "2000-01-01 00:00:00")),
      record(134, Map.of("amount", "9999999999999999.99", "quantity", "2147483647"))
    };
  }

  /** Lines that are no records, and records with too few or too many values. */
  private static String badShapes() {
    return String.join(
        "\r\n",
        HEADER,
        record(140),
        "",
        "txn-short,user-1",
        "   ",
        record(141) + ",one too many",
        "just words",
        record(142, Map.of("event_time", "nonsense")) + ",",
        "",
        record(143));
  }

  private static String reordered() {
    List<String> columns = new ArrayList<>(Transactions.COLUMNS);
    Collections.reverse(columns);
    return withColumns(columns, 150, 155)
        + record(columns, 156, Map.of("amount", "none", "customer_segment", "gold"))
        + "\n";
  }

  private static List<String> withExtra() {
    List<String> columns = new ArrayList<>(Transactions.COLUMNS);
    columns.add(3, "coupon");
    return columns;
  }

  private static List<String> withoutOptional() {
    List<String> columns = new ArrayList<>(Transactions.COLUMNS);
    columns.removeAll(List.of("customer_segment", "product_category"));
    return columns;
  }

  private static String withColumns(List<String> columns, int first, int last) {
    StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
    for (int id = first; id <= last; id++) {
      text.append(record(columns, id, Map.of())).append('\n');
    }
    return text.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import io.sluice.testing.ParquetFiles;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.parquet.example.data.Group;

/**
 * Typed values. In the place of a text that is no number or time is a value that its own type, or a
 * TIMESTAMP, can't hold.
 */
record ParquetFeed() implements Feed {
  private static final String COLUMNS =
      """
      optional binary transaction_id (STRING);
      optional binary user_id (STRING);
      optional binary product_id (STRING);
      optional binary product_category (STRING);
      optional int64 amount (DECIMAL(18,2));
      optional int32 quantity;
      optional binary payment_method (STRING);
      optional binary status (STRING);
      optional int64 event_time (TIMESTAMP(NANOS,true));
      optional binary country_code (STRING);
      optional int32 discount_percent (DECIMAL(5,2));
      optional binary customer_segment (STRING);
      """;

  /** Of 19 digits, which DECIMAL(18,2) hasn't. */
  private static final String NO_AMOUNT = "10000000000000000.00";

  private static final String NO_TIME = "2024-03-01T00:00:00.000000001";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  @Override
  public String format() {
    return "parquet";
  }

  @Override
  public byte[] file(String csv) throws IOException {
    String[] columns = csv.lines().findFirst().orElseThrow().split(",");
    List<Consumer<Group>> records = new ArrayList<>();
    known(csv).lines().skip(1).forEach(line -> records.add(record(columns, line)));
    Path folder = Files.createTempDirectory("feed-");
    Path file = ParquetFiles.write(folder.resolve("file"), COLUMNS, Map.of(), records);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    Files.delete(folder);
    return bytes;
  }

  private static Consumer<Group> record(String[] columns, String line) {
    String[] values = line.split(",", -1);
    return group -> {
      for (int i = 0; i < columns.length; i++) {
        if (!values[i].isEmpty()) {
          add(group, columns[i], values[i]);
        }
      }
    };
  }

  private static void add(Group group, String column, String value) {
    switch (column) {
      case "amount" -> group.append(column, new BigDecimal(value).unscaledValue().longValueExact());
      case "discount_percent" ->
          group.append(column, new BigDecimal(value).unscaledValue().intValueExact());
      case "quantity" -> group.append(column, Integer.parseInt(value));
      case "event_time" -> group.append(column, nanos(value));
      default -> group.append(column, value);
    }
  }

  private static long nanos(String time) {
    LocalDateTime parsed =
        time.equals(NO_TIME) ? LocalDateTime.parse(time) : LocalDateTime.parse(time, TIME);
    return ChronoUnit.NANOS.between(Instant.EPOCH, parsed.toInstant(ZoneOffset.UTC));
  }

  @Override
  public String known(String csv) {
    String[] columns = csv.lines().findFirst().orElseThrow().split(",");
    return csv.lines()
        .map(line -> csv.startsWith(line + "\n") ? line : known(columns, line))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String known(String[] columns, String line) {
    String[] values = line.split(",", -1);
    for (int i = 0; i < columns.length; i++) {
      switch (columns[i]) {
        case "amount", "discount_percent" -> values[i] = decimal(values[i]);
        case "event_time" -> values[i] = values[i].equals("soon") ? NO_TIME : values[i];
        default -> {}
      }
    }
    return String.join(",", values);
  }

  private static String decimal(String text) {
    if (text.isEmpty()) {
      return text;
    }
    return text.equals("a lot") ? NO_AMOUNT : new BigDecimal(text).setScale(2).toPlainString();
  }
}

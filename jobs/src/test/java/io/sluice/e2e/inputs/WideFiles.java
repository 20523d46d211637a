// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.inputs;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pipeline of as many columns as wanted, of every type in turn, with its files and what has to
 * come of them, worked out without Spark.
 */
record WideFiles(int columns) {
  static final String NAME = "wide";
  static final String TABLE = "wide_rows";

  private static final List<String> TYPES =
      List.of("STRING", "INT", "BIGINT", "DECIMAL(18,2)", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP");

  /** The pipeline's folder, under a folder of pipelines. */
  void write(Path sql) throws IOException {
    Path folder = Files.createDirectories(sql.resolve(NAME));
    StringBuilder schema = new StringBuilder("    id STRING NOT NULL,\n    at TIMESTAMP NOT NULL");
    StringBuilder rules = new StringBuilder("select\n    c1 is null or c1 >= 0 as c1_is_positive");
    StringBuilder select = new StringBuilder("select\n    id,\n    to_date(at) as day");
    for (int i = 0; i < columns; i++) {
      String type = TYPES.get(i % TYPES.size());
      schema.append(",\n    c%d %s".formatted(i, type));
      if (type.equals("INT")) {
        rules.append(",\n    c%d is null or c%d < 1000000 as c%d_is_small".formatted(i, i, i));
      }
      select.append(
          type.equals("STRING") ? ",\n    upper(c%d) as c%d".formatted(i, i) : ",\n    c" + i);
    }
    Files.writeString(
        folder.resolve("pipeline.yaml"),
        """
        source:
          schema: |
        %s
        table: %s
        key: [id]
        event-date: day
        gate: {max-quarantined-ratio: 0.9, min-rows: 100}
        """
            .formatted(schema, TABLE));
    Files.writeString(folder.resolve("rules.sql"), rules + "\nfrom source\n");
    Files.writeString(folder.resolve("transformations.sql"), select + "\nfrom source\n");
  }

  String header() {
    StringBuilder header = new StringBuilder("id,at");
    for (int i = 0; i < columns; i++) {
      header.append(",c").append(i);
    }
    return header + "\n";
  }

  /** The texts of a good record; some of its values are missing. */
  List<String> texts(int number) {
    List<String> texts = new ArrayList<>(List.of("id" + number, "2026-03-05 10:00:00"));
    for (int i = 0; i < columns; i++) {
      int n = number + i;
      texts.add(
          n % 11 == 0
              ? ""
              : switch (i % TYPES.size()) {
                case 0 -> "v" + n;
                case 1 -> String.valueOf(n);
                case 2 -> String.valueOf(n * -10_000_000_000L);
                case 3 -> n + ".25";
                case 4 -> n + ".5e3";
                case 5 -> n % 2 == 0 ? "TRUE" : "false";
                case 6 -> "2026-02-%02d".formatted(1 + n % 28);
                default -> "2026-02-%02d 23:59:%02d".formatted(1 + n % 28, n % 60);
              });
    }
    return texts;
  }

  static String line(List<String> texts) {
    return String.join(",", texts) + "\n";
  }

  /** The row that a good record becomes, without the engine's columns. */
  Map<String, Object> row(int number) {
    Map<String, Object> row = new TreeMap<>();
    row.put("id", "id" + number);
    row.put("day", LocalDate.parse("2026-03-05"));
    for (int i = 0; i < columns; i++) {
      int n = number + i;
      Object value =
          switch (i % TYPES.size()) {
            case 0 -> "V" + n;
            case 1 -> n;
            case 2 -> n * -10_000_000_000L;
            case 3 -> new BigDecimal(n + ".25");
            case 4 -> n * 1000.0 + 500;
            case 5 -> n % 2 == 0;
            case 6 -> LocalDate.of(2026, 2, 1 + n % 28);
            default -> Instant.parse("2026-02-%02dT23:59:%02dZ".formatted(1 + n % 28, n % 60));
          };
      row.put("c" + i, n % 11 == 0 ? null : value);
    }
    return row;
  }

  /** The text by which quarantine keeps a record. */
  String json(List<String> texts) {
    String[] names = header().strip().split(",");
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      fields.add(
          "\"%s\":%s"
              .formatted(names[i], texts.get(i).isEmpty() ? "null" : '"' + texts.get(i) + '"'));
    }
    return "{" + String.join(",", fields) + "}";
  }
}

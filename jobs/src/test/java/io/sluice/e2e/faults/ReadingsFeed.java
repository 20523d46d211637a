// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.e2e.Readings;
import io.sluice.testing.ParquetFiles;
import io.sluice.testing.Pipelines.Edit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;

/** How the files of a scene are written; their records are known as lines of CSV. */
interface ReadingsFeed {
  /** Its name in pipeline.yaml, and the ending of its files. */
  String format();

  byte[] file(String... records) throws IOException;

  /** What makes the pipeline take such files. */
  default List<Edit> edits() {
    return List.of(
        new Edit(
            "pipeline.yaml", "files: \"readings-*.csv\"", "files: \"readings-*." + format() + "\""),
        new Edit(
            "pipeline.yaml",
            "options: {delimiter: \";\", null-value: \"n/a\"}",
            "format: " + format()));
  }

  /** As the pipeline's folder has it. */
  record OfCsv() implements ReadingsFeed {
    @Override
    public String format() {
      return "csv";
    }

    @Override
    public byte[] file(String... records) {
      return Readings.file(records).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<Edit> edits() {
      return List.of();
    }
  }

  /** An object a line. */
  record OfJson() implements ReadingsFeed {
    @Override
    public String format() {
      return "json";
    }

    @Override
    public byte[] file(String... records) {
      StringBuilder lines = new StringBuilder();
      for (String record : records) {
        ObjectNode object = new ObjectMapper().createObjectNode();
        values(record).forEach(object::put);
        lines.append(object).append('\n');
      }
      return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Typed values; a temperature that is no number is NaN. */
  record OfParquet() implements ReadingsFeed {
    private static final String COLUMNS =
        """
        optional binary sensor_id (STRING);
        optional int32 sequence;
        optional int64 measured_at (TIMESTAMP(MILLIS,true));
        optional double celsius;
        optional boolean is_indoor;
        optional int32 calibrated (DATE);
        """;

    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd.MM.yyyy");

    @Override
    public String format() {
      return "parquet";
    }

    @Override
    public byte[] file(String... records) throws IOException {
      List<Consumer<Group>> writers = new ArrayList<>();
      for (String record : records) {
        writers.add(group -> values(record).forEach((name, value) -> add(group, name, value)));
      }
      Path folder = Files.createTempDirectory("readings-");
      Path file = ParquetFiles.write(folder.resolve("file"), COLUMNS, Map.of(), writers);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      Files.delete(folder);
      return bytes;
    }

    private static void add(Group group, String name, String value) {
      switch (name) {
        case "sequence" -> group.append(name, Integer.parseInt(value));
        case "measured_at" ->
            group.append(
                name, LocalDateTime.parse(value, TIME).toInstant(ZoneOffset.UTC).toEpochMilli());
        case "celsius" ->
            group.append(name, value.equals("hot") ? Double.NaN : Double.parseDouble(value));
        case "is_indoor" -> group.append(name, Boolean.parseBoolean(value));
        case "calibrated" -> group.append(name, (int) LocalDate.parse(value, DATE).toEpochDay());
        default -> group.append(name, value);
      }
    }
  }

  /** The values that a line has, by column. */
  private static Map<String, String> values(String line) {
    String[] names = Readings.HEADER.split(";");
    String[] values = line.split(";", -1);
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (!values[i].isEmpty()) {
        byName.put(names[i], values[i]);
      }
    }
    return byName;
  }
}

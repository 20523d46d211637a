// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.testing.Pipelines.Edit;
import java.util.List;
import java.util.stream.Collectors;

/** How the files of a shop are written. The oracle knows them as CSV. */
enum Feed {
  CSV("csv"),
  JSON("json");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String format;

  Feed(String format) {
    this.format = format;
  }

  /** Half of all sequences have either. */
  static Feed of(long seed) {
    return seed % 2 == 0 ? JSON : CSV;
  }

  /** What makes the pipeline take such files. */
  List<Edit> edits() {
    return List.of(
        new Edit("pipeline.yaml", "format: csv", "format: " + format),
        new Edit("pipeline.yaml", "\"*.csv\"", "\"*." + format + "\""));
  }

  String name(String csv) {
    return csv.replaceFirst("csv$", format);
  }

  /** The records of a CSV file without quotes, each with all of its columns. */
  String text(String csv) {
    if (this == CSV) {
      return csv;
    }
    String[] columns = csv.lines().findFirst().orElseThrow().split(",");
    return csv.lines()
        .skip(1)
        .map(line -> object(columns, line.split(",", -1)) + "\n")
        .collect(Collectors.joining());
  }

  private static ObjectNode object(String[] columns, String[] values) {
    ObjectNode object = MAPPER.createObjectNode();
    for (int i = 0; i < columns.length; i++) {
      object.put(columns[i], values[i].isEmpty() ? null : values[i]);
    }
    return object;
  }
}

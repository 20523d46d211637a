// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** An object a line, whose values are texts. */
record JsonFeed() implements Feed {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Override
  public String format() {
    return "json";
  }

  @Override
  public byte[] file(String csv) {
    String[] columns = csv.lines().findFirst().orElseThrow().split(",");
    return csv.lines()
        .skip(1)
        .map(line -> object(columns, line.split(",", -1)) + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static ObjectNode object(String[] columns, String[] values) {
    ObjectNode object = MAPPER.createObjectNode();
    for (int i = 0; i < columns.length; i++) {
      object.put(columns[i], values[i].isEmpty() ? null : values[i]);
    }
    return object;
  }
}

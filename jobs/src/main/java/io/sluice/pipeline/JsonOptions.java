// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Options of JSON files.
 *
 * @param multiLine whether a file is one document, and not a record a line
 * @param records the names that lead to a document's records, from the outside in; empty where the
 *     document itself is a record or an array of them
 */
public record JsonOptions(boolean multiLine, List<String> records)
    implements FormatOptions, Serializable {
  private static final AllowedValue<List<String>> PATH =
      new AllowedValue<>(
          "names with dots between them, such as data.orders",
          scalar ->
              scalar
                  .text()
                  .map(text -> List.of(text.split("\\.", -1)))
                  .filter(names -> names.stream().noneMatch(String::isBlank)));

  public JsonOptions {
    records = List.copyOf(records);
    if (!records.isEmpty() && !multiLine) {
      throw new IllegalArgumentException(
          "found records without multi-line; allowed: records where multi-line is true");
    }
  }

  static Optional<JsonOptions> read(Section source) {
    Section options = source.section("options", List.of("multi-line", "records"));
    var multiLine = options.or("multi-line", false, AllowedValue.FLAG);
    var records = options.or("records", List.of(), PATH);
    return options.built(() -> new JsonOptions(multiLine.get(), records.get()));
  }
}

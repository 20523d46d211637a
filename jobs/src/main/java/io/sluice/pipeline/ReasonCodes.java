// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.types.StructType;

/** Codes of the reasons against records that the engine finds itself. */
final class ReasonCodes {
  private static final Set<String> ALWAYS =
      Set.of(
          "column_count",
          "unclosed_quote",
          "nul_byte",
          "invalid_utf8",
          "too_long",
          "invalid_json",
          "not_object",
          "too_deep",
          "duplicate_field",
          "conflicting_duplicate",
          "sql_error");

  private ReasonCodes() {}

  /** Every code that records of these columns can have, in lower case. */
  static Set<String> areOf(Optional<StructType> schema, Optional<String> eventDate) {
    Set<String> codes = new TreeSet<>(ALWAYS);
    schema.stream()
        .flatMap(known -> Arrays.stream(known.fieldNames()))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .forEach(
            name -> {
              codes.add(name + "_missing");
              codes.add(name + "_type");
            });
    eventDate.ifPresent(date -> codes.add(date.toLowerCase(Locale.ROOT) + "_range"));
    return codes;
  }
}

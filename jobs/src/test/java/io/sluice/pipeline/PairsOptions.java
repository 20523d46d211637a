// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * Options of a format for tests: a record a line, as {@code id=a;price=1.50}.
 *
 * @param separator the character between two pairs
 */
public record PairsOptions(char separator) implements FormatOptions {
  public static final Format FORMAT = new Format("pairs", Schemas.TEXT, PairsOptions::read);

  private static Optional<PairsOptions> read(Section source) {
    Section options = source.section("options", List.of("separator"));
    var separator = options.or("separator", ';', AllowedValue.CHARACTER);
    return options.built(() -> new PairsOptions(separator.get()));
  }
}

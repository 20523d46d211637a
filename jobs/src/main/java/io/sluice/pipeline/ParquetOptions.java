// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.List;
import java.util.Optional;

/** Options of Parquet files: none, since such files say themselves how they are written. */
public record ParquetOptions() implements FormatOptions {
  static Optional<ParquetOptions> read(Section source) {
    Section options = source.section("options", List.of());
    return options.built(ParquetOptions::new);
  }
}

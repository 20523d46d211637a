// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import org.apache.spark.sql.types.StructType;

/**
 * Options of one format, as {@code source.options} of pipeline.yaml has them. Their text is part of
 * {@link Pipeline#sqlHash}: it names every option, but for later ones where they have their
 * default, and stays the same for the same options.
 */
public interface FormatOptions {
  /** What separates the digits of numbers that are written as text. */
  default NumberSeparators numbers() {
    return NumberSeparators.PLAIN;
  }

  /**
   * Checks a schema that records of these options are to have.
   *
   * @throws IllegalArgumentException that says what is wrong and what is allowed
   */
  default void requireFit(StructType schema) {}
}

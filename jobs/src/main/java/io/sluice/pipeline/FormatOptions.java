// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

/**
 * Options of one format, as {@code source.options} of pipeline.yaml has them. Their text is part of
 * {@link Pipeline#sqlHash}: it names every option, but for later ones where they have their
 * default, and stays the same for the same options.
 */
public interface FormatOptions {
  /** What stands between the digits of numbers that are written as text. */
  default NumberSeparators numbers() {
    return NumberSeparators.PLAIN;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.util.Locale;

/** When a check runs. */
public enum Stage {
  /** Before a batch is published; the transformed table's name then means that batch. */
  BATCH,
  /** After the transformed table was published. */
  TRANSFORM,
  /** After the aggregations were published. */
  AGGREGATE;

  /** The name that directives and options use. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}

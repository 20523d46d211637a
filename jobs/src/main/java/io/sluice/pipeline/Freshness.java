// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

import java.time.Duration;

/** Ages of the newest consumed file after which status warns, and calls it an error. */
public record Freshness(Duration warnAfter, Duration errorAfter) {
  public Freshness {
    if (warnAfter.compareTo(errorAfter) > 0) {
      throw new IllegalArgumentException(
          "found a warn-after longer than error-after; allowed: the same or shorter");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.quality;

import io.sluice.pipeline.Severity;
import io.sluice.text.Counted;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Outcome of a check.
 *
 * @param violations how many rows violate it
 * @param sample up to {@value #SAMPLE_ROWS} of them, by column
 */
public record CheckOutcome(
    String name, Severity severity, long violations, List<Map<String, Object>> sample) {
  static final int SAMPLE_ROWS = 20;

  /** The severity as reports spell it. */
  public String severityLabel() {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code 1 violation}. */
  public String found() {
    return Counted.of(violations, "violation");
  }

  public boolean isViolated() {
    return violations > 0;
  }
}

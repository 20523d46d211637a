// SPDX-License-Identifier: Apache-2.0
package io.sluice.pipeline;

/**
 * The batch gate: how much of a batch may be quarantined before nothing of it is published.
 *
 * @param maxQuarantinedRatio quarantined of read records, from 0 to 1
 * @param minRows a batch with fewer records always passes
 */
public record GateLimits(double maxQuarantinedRatio, long minRows) {
  public GateLimits {
    if (!(maxQuarantinedRatio >= 0 && maxQuarantinedRatio <= 1)) {
      throw new IllegalArgumentException(
          "found a ratio of " + maxQuarantinedRatio + "; allowed: a number from 0 to 1");
    }
    if (minRows < 0) {
      throw new IllegalArgumentException(
          "found a minimum of " + minRows + " rows; allowed: a whole number from 0");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import java.time.Instant;
import java.util.stream.LongStream;

/**
 * The seeds of a run: {@code -Dsluice.seed=42} is that one, {@code -Dsluice.sequences=200} that
 * many, from there on or from a fresh one.
 */
final class Seeds {
  private static final String SEED = "sluice.seed";
  private static final String SEQUENCES = "sluice.sequences";

  private Seeds() {}

  /**
   * @param usual those of a run that isn't told any
   */
  static LongStream ofThisRun(long... usual) {
    Long seed = Long.getLong(SEED);
    Long sequences = Long.getLong(SEQUENCES);
    if (seed == null && sequences == null) {
      return LongStream.of(usual);
    }
    long first = seed == null ? fresh() : seed;
    return LongStream.range(first, first + (sequences == null ? 1 : sequences));
  }

  /** What someone types to see one of them again. */
  static String again(long seed) {
    return "make sequences N=1 SEED=" + seed;
  }

  private static long fresh() {
    return Instant.now().getEpochSecond();
  }
}

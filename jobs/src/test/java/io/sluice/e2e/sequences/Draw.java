// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import java.util.List;
import java.util.Random;

/** Chooses at random, and always the same for the same seed. */
final class Draw {
  private final Random random;

  Draw(long seed) {
    random = new Random(seed);
  }

  /** A number from 1. */
  int upTo(int most) {
    return 1 + random.nextInt(most);
  }

  boolean oneIn(int many) {
    return upTo(many) == 1;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

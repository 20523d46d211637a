// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The steps that may come next, some of them more often than others. */
final class Menu {
  private final List<Supplier<? extends Step>> choices = new ArrayList<>();

  /**
   * @param weight how often it is chosen, compared with the others
   */
  Menu with(int weight, Supplier<? extends Step> step) {
    for (int i = 0; i < weight; i++) {
      choices.add(step);
    }
    return this;
  }

  Step next(Draw draw) {
    return draw.of(choices).get();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.sequences;

import java.io.IOException;

/**
 * One thing that happens to a pipeline. Its text says all that it does: a sequence that fails is
 * told by the texts of its steps.
 */
interface Step {
  /**
   * Does it, and requires what has to hold right after it.
   *
   * @throws AssertionError where that doesn't hold
   */
  void happen(Shop shop) throws IOException;
}

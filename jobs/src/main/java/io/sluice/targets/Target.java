// SPDX-License-Identifier: Apache-2.0
package io.sluice.targets;

import java.util.Optional;

/**
 * Place outside of a pipeline's data that holds the rows of one relation. What it holds is that of
 * the relation at one change of the log, and it says itself which.
 */
public interface Target extends AutoCloseable {
  /** How messages call it; it shows neither users nor passwords. */
  String title();

  /**
   * What it has by its own account; empty where it has nothing of this export.
   *
   * @param logged what it has by the log, for a kind that keeps no account
   * @throws io.sluice.problem.Problem FAILED where it can't be reached, INVALID where it can't be
   *     used
   */
  Optional<Mark> mark(Optional<Mark> logged);

  /**
   * Takes rows in, and notes that it has, all or nothing as far as it can. Where that fails or is
   * killed, the same or a later shipment makes it right.
   *
   * @throws io.sluice.problem.Problem FAILED where a rerun may help, INVALID where the rows don't
   *     fit, BUSY where it has taken in others since {@link #mark} was asked
   */
  Receipt take(Shipment shipment);

  @Override
  void close();
}

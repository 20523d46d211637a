// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

/**
 * The end of a process, as far as its files can tell. An error, so that no code recovers from it.
 */
final class SimulatedCrash extends Error {
  private static final long serialVersionUID = 1;

  SimulatedCrash(Operation operation) {
    super("at " + operation);
  }
}

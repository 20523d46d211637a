// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.problem.Outcome;
import io.sluice.run.RunContext;

/** What a command does once its options are known and its pipeline is loaded. */
@FunctionalInterface
public interface Job<O> {
  /**
   * Does the work, and reports to the context. A job that fails throws; any other way to end is an
   * outcome.
   */
  Outcome run(O options, RunContext context) throws Exception;
}

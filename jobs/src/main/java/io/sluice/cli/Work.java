// SPDX-License-Identifier: Apache-2.0
package io.sluice.cli;

import io.sluice.problem.Outcome;
import io.sluice.run.Opening;

/** What a command does once its options are known. */
@FunctionalInterface
public interface Work {
  /** Does the work, and reports to the run. Work that fails throws. */
  Outcome run(OptionValues options, Opening opening) throws Exception;
}
